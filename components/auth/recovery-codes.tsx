'use client';

import { Alert } from '@/components/ui/alert';
import { CopyButton } from '@/components/ui/copy-button';

/** Shown once: the server keeps hashes only. */
export function RecoveryCodes({ codes }: Readonly<{ codes: readonly string[] }>) {
  return (
    <div className="flex flex-col gap-3">
      <Alert variant="warning" title="Keep these recovery codes now">
        They are not shown again. Each signs you in once if you lose the app.
      </Alert>
      <ul
        aria-label="Recovery codes"
        className="grid gap-x-6 gap-y-1 rounded-md border border-border bg-muted/50 p-3 font-mono text-sm sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <CopyButton value={codes.join('\n')} variant="outline" className="self-start">
        Copy all
      </CopyButton>
    </div>
  );
}
