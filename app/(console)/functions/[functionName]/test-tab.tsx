'use client';

import { Play } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { CodeEditor } from '@/components/code-editor/code-editor';
import { jsonProblem } from '@/components/code-editor/editing';
import { Alert } from '@/components/ui/alert';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { EmptyState } from '@/components/ui/empty-state';
import { Label } from '@/components/ui/label';
import { SimpleSelect } from '@/components/ui/select';
import { invokeFunction } from '@/lib/client/functions';
import { type FunctionDetail, type InvokeFunctionResult, LATEST } from '@/lib/contract/function';
import { SAMPLE_EVENTS } from './sample-events';

type Outcome =
  | { readonly kind: 'result'; readonly result: InvokeFunctionResult }
  | { readonly kind: 'failure'; readonly message: string };

/** Runs the function with an event of one's own, as Lambda's console does. */
export function TestTab({ detail }: Readonly<{ detail: FunctionDetail }>) {
  const id = useId();
  const [event, setEvent] = useState<string>(SAMPLE_EVENTS[0].text);
  const [qualifier, setQualifier] = useState(LATEST);
  const [running, setRunning] = useState<AbortController | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const latest = useRef<AbortController | null>(null);
  const sample = SAMPLE_EVENTS.find(({ text }) => text === event)?.value ?? null;
  const isValid = jsonProblem(event) === null && event.trim() !== '';

  async function run() {
    if (!isValid || running !== null) return;
    const controller = new AbortController();
    latest.current = controller;
    setRunning(controller);
    setOutcome(null);
    try {
      const result = await invokeFunction(detail.name, qualifier, event, controller.signal);
      setOutcome({ kind: 'result', result });
    } catch (error) {
      if (!controller.signal.aborted) {
        setOutcome({ kind: 'failure', message: error instanceof Error ? error.message : 'It could not be run.' });
      }
    } finally {
      if (latest.current === controller) setRunning(null);
    }
  }

  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <section
        aria-label="Event"
        className="flex min-w-0 flex-col gap-3"
        onKeyDown={(pressed) => {
          if (pressed.key === 'Enter' && (pressed.ctrlKey || pressed.metaKey)) {
            pressed.preventDefault();
            void run();
          }
        }}
      >
        <div className="flex flex-wrap items-end gap-3">
          <div className="flex min-w-40 flex-1 flex-col gap-1.5">
            <Label htmlFor={`${id}-sample`}>Event</Label>
            <SimpleSelect
              id={`${id}-sample`}
              value={sample}
              placeholder="Your own"
              onValueChange={(next) => setEvent(SAMPLE_EVENTS.find(({ value }) => value === next)?.text ?? event)}
              options={SAMPLE_EVENTS.map(({ value, label }) => ({ value, label }))}
            />
          </div>
          {detail.kind === 'local' ? (
            <div className="flex min-w-32 flex-1 flex-col gap-1.5">
              <Label htmlFor={`${id}-qualifier`}>Version or alias</Label>
              <SimpleSelect
                id={`${id}-qualifier`}
                value={qualifier}
                onValueChange={setQualifier}
                options={[LATEST, ...detail.aliases, ...detail.versionNumbers.map(String)].map((value) => ({
                  value,
                  label: value,
                }))}
              />
            </div>
          ) : null}
          {running === null ? (
            <Button onClick={() => void run()} disabled={!isValid}>
              <Play /> Run
            </Button>
          ) : (
            <Button
              variant="outline"
              onClick={() => {
                running.abort();
                setRunning(null);
              }}
            >
              Stop waiting
            </Button>
          )}
        </div>
        <CodeEditor aria-label="Test event" value={event} onChange={setEvent} minLines={16} maxLines={30} />
      </section>
      <section aria-label="Result" aria-live="polite" className="flex min-w-0 flex-col gap-3">
        <h2 className="text-sm font-medium">Result</h2>
        {running !== null ? (
          <p className="text-sm text-muted-foreground">Running…</p>
        ) : outcome === null ? (
          <EmptyState
            icon={<Play />}
            title="Not run yet"
            description="Run calls the function as it is saved, with the event at the side, and shows its answer and its log."
          />
        ) : outcome.kind === 'failure' ? (
          <Alert variant="destructive" title="It could not be run">
            {outcome.message}
          </Alert>
        ) : (
          <Result result={outcome.result} />
        )}
      </section>
    </div>
  );
}

function Result({ result }: Readonly<{ result: InvokeFunctionResult }>) {
  const failed = result.functionError !== null || result.statusCode >= 300;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted-foreground">
        <Badge variant={failed ? 'destructive' : 'success'}>{failed ? 'Failed' : 'Succeeded'}</Badge>
        <span className="tabular">{milliseconds(result.tookMs)}</span>
        {result.executedVersion ? <span>Version {result.executedVersion}</span> : null}
        {result.statusCode >= 300 ? <span>Status {result.statusCode}</span> : null}
        <span className="font-mono break-all">{result.requestId}</span>
      </div>
      <CodeBlock
        title={failed ? 'Error' : 'Answer'}
        code={pretty(result.payload)}
        language="json"
        copyLabel="Copy answer"
        maxHeight="24rem"
        wrap
      />
      <CodeBlock
        title="Log"
        code={result.logTail.trimEnd() || 'It printed nothing.'}
        copyLabel="Copy log"
        maxHeight="20rem"
        wrap
      />
    </>
  );
}

function pretty(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}

const milliseconds = (ms: number): string =>
  ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms).toLocaleString('en-US')} ms`;
