'use client';

import { useQueryClient } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useId, useMemo, useRef, useState } from 'react';
import { invalidateKeys } from '@/components/api-key/key-overlays';
import { useAction } from '@/components/form/use-action';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { Textarea } from '@/components/ui/textarea';
import { countText } from '@/components/usage-plan/limit-text';
import { importApiKeysAction } from '@/lib/actions/api-key';
import { useUsagePlans } from '@/lib/client/usage-plans';
import type { ImportApiKeysResult } from '@/lib/contract/api-key';
import { parseApiKeyCsv } from '@/lib/contract/api-key-csv';
import { ImportPreview, WarningList } from './import-preview';

const MAX_BYTES = 3 * 1024 * 1024;

/** Reads a key file in the browser, shows what would happen, then imports it. */
export function ImportKeysDialog({ onClose }: Readonly<{ onClose: () => void }>) {
  const client = useQueryClient();
  const plans = useUsagePlans();
  const [csv, setCsv] = useState('');
  const [fileName, setFileName] = useState<string | null>(null);
  const [fileError, setFileError] = useState<string | null>(null);
  const [dragging, setDragging] = useState(false);
  const [failOnWarnings, setFailOnWarnings] = useState(false);
  const [result, setResult] = useState<ImportApiKeysResult | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const ids = { text: useId(), strict: useId() };
  const parsed = useMemo(() => (csv.trim() === '' ? null : parseApiKeyCsv(csv)), [csv]);
  const { run, pending } = useAction(importApiKeysAction, {
    onSuccess: async (data) => {
      setResult(data);
      await invalidateKeys(client);
    },
  });

  async function take(file: File | undefined) {
    if (!file) return;
    if (file.size > MAX_BYTES) {
      setFileError(`“${file.name}” is larger than 3 MB. Split it into several files.`);
      return;
    }
    setFileError(null);
    setFileName(file.name);
    setCsv(await file.text());
  }

  const ready = parsed !== null && parsed.fatal === null && parsed.rows.length > 0;
  const blocked = failOnWarnings && (parsed?.warnings.length ?? 0) > 0;

  return (
    <Dialog open onOpenChange={(open) => (open || pending ? undefined : onClose())}>
      <DialogContent size="xl">
        <DialogHeader>
          <DialogTitle>{result ? 'Import finished' : 'Import API keys'}</DialogTitle>
          <DialogDescription>
            {result
              ? `${countText(result.created, 'key')} created, ${result.updated} updated.`
              : 'API Gateway’s own key file: a header line with Name,Key and, if you like, Description,Enabled,UsagePlanIds.'}
          </DialogDescription>
        </DialogHeader>
        <DialogBody>
          {result ? (
            result.warnings.length > 0 ? (
              <WarningList warnings={result.warnings} />
            ) : (
              <Alert variant="success" title="Every line was imported" />
            )
          ) : (
            <>
              <button
                type="button"
                onClick={() => input.current?.click()}
                onDragOver={(event) => {
                  event.preventDefault();
                  setDragging(true);
                }}
                onDragLeave={() => setDragging(false)}
                onDrop={(event) => {
                  event.preventDefault();
                  setDragging(false);
                  void take(event.dataTransfer.files[0]);
                }}
                className={cn(
                  'flex flex-col items-center gap-1.5 rounded-lg border border-dashed border-input px-4 py-6 text-sm transition-colors hover:border-muted-foreground hover:bg-muted/40',
                  dragging && 'border-ring bg-accent',
                )}
              >
                <FileUp className="size-5 text-muted-foreground" aria-hidden="true" />
                <span className="font-medium">{fileName ?? 'Drop a CSV file here, or choose one'}</span>
                <span className="text-xs text-muted-foreground">
                  {fileName ? 'Choose another file' : 'Read in your browser; nothing is sent before you import.'}
                </span>
              </button>
              <input
                ref={input}
                type="file"
                accept=".csv,text/csv,text/plain"
                className="hidden"
                aria-label="CSV file"
                onChange={(event) => {
                  void take(event.target.files?.[0]);
                  event.target.value = '';
                }}
              />
              {fileError ? <Alert variant="destructive" title={fileError} /> : null}
              <div className="flex flex-col gap-1.5">
                <label htmlFor={ids.text} className="text-sm font-medium">
                  Or paste the text
                </label>
                <Textarea
                  id={ids.text}
                  value={csv}
                  onChange={(event) => {
                    setCsv(event.target.value);
                    setFileName(null);
                  }}
                  rows={4}
                  spellCheck={false}
                  className="font-mono text-xs"
                  placeholder={'Name,Key,Description,Enabled,UsagePlanIds\nmobile app,abcdef0123456789abcdef,,true,'}
                />
              </div>
              {parsed ? <ImportPreview parsed={parsed} plans={plans.data ?? []} /> : null}
              {parsed && parsed.warnings.length > 0 ? (
                <label htmlFor={ids.strict} className="flex items-center gap-2 text-sm">
                  <Checkbox id={ids.strict} checked={failOnWarnings} onCheckedChange={setFailOnWarnings} />
                  Import nothing when there is a warning
                </label>
              ) : null}
            </>
          )}
        </DialogBody>
        <DialogFooter>
          {result ? (
            <Button onClick={onClose}>Done</Button>
          ) : (
            <>
              <Button variant="outline" onClick={onClose} disabled={pending}>
                Cancel
              </Button>
              <Button
                loading={pending}
                disabled={!pending && (!ready || blocked)}
                onClick={() => void run({ csv, failOnWarnings })}
              >
                {ready ? `Import ${countText(parsed.rows.length, 'key')}` : 'Import keys'}
              </Button>
            </>
          )}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
