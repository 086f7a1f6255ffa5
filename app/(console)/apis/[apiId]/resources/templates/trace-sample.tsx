'use client';

import { Radio } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toaster';
import { fetchJson } from '@/lib/client/fetcher';
import { useCan } from '@/lib/client/member';
import { restApiPath } from '@/lib/client/rest-apis';
import { useTraces } from '@/lib/client/traces';
import type { TraceDetail, TraceSummary } from '@/lib/contract/trace';
import type { MethodWithIntegration } from './template-place';

/** Recent traces of the method's live requests, each as a sample. */
export function TraceSample({
  method,
  onTake,
}: Readonly<{ method: MethodWithIntegration; onTake: (trace: TraceDetail) => void }>) {
  const mayRead = useCan('trace:read');
  const [open, setOpen] = useState(false);
  if (!mayRead) return null;
  return (
    <>
      <Button variant="outline" size="sm" onClick={() => setOpen(true)}>
        <Radio /> Take from a recorded request…
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent>
          {/* Inside, so that traces are asked for while it is open only. */}
          <Choice
            method={method}
            onClose={() => setOpen(false)}
            onTake={(trace) => {
              setOpen(false);
              onTake(trace);
            }}
          />
        </DialogContent>
      </Dialog>
    </>
  );
}

function Choice({
  method,
  onTake,
  onClose,
}: Readonly<{ method: MethodWithIntegration; onTake: (trace: TraceDetail) => void; onClose: () => void }>) {
  const { restApiId, path, httpMethod } = method;
  const { data, error } = useTraces(restApiId, httpMethod === 'ANY' ? {} : { method: httpMethod });
  const traces = data?.filter((trace) => trace.resourcePath === path);

  async function take({ id }: TraceSummary) {
    try {
      onTake(await fetchJson<TraceDetail>(`${restApiPath(restApiId)}/traces/${encodeURIComponent(id)}`));
    } catch (reason) {
      const description = reason instanceof Error ? reason.message : undefined;
      toast.error('The recorded request could not be read', { description });
    }
  }

  return (
    <>
      <DialogHeader>
        <DialogTitle>Recorded requests</DialogTitle>
        <DialogDescription>
          The newest to {httpMethod} {path} that a stage traced. What was masked when they were recorded stays masked.
        </DialogDescription>
      </DialogHeader>
      <DialogBody>
        {error && !traces ? <p className="text-sm text-destructive">{error.message}</p> : null}
        {traces || error ? null : <Skeleton className="h-24" />}
        {traces?.length === 0 ? (
          <p className="text-sm text-muted-foreground">
            None yet. Stages trace a share of their requests when their settings say so, and any request with a debug
            token.
          </p>
        ) : null}
        <ul className="flex max-h-80 flex-col gap-1 overflow-y-auto">
          {traces?.map((trace) => (
            <li key={trace.id}>
              <Button
                variant="ghost"
                className="h-auto w-full justify-start gap-2 py-1.5"
                onClick={() => void take(trace)}
              >
                <span className="tabular font-mono text-xs">{trace.status}</span>
                <span className="min-w-0 flex-1 truncate text-left font-mono text-xs">
                  {trace.method} {trace.path}
                </span>
                <span className="text-xs font-normal text-muted-foreground">
                  {trace.stageName} · <RelativeTime at={trace.startedAt} />
                </span>
              </Button>
            </li>
          ))}
        </ul>
      </DialogBody>
      <DialogFooter>
        <Button variant="outline" onClick={onClose}>
          Cancel
        </Button>
      </DialogFooter>
    </>
  );
}
