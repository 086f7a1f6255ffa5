'use client';

import { useAction } from '@/components/form/use-action';
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
import { SecretField } from '@/components/ui/secret-field';
import { revealApiKeyAction } from '@/lib/actions/api-key';
import type { ApiKeySummary } from '@/lib/contract/api-key';

/** The value leaves the server when it is asked for, not when the dialog opens. */
export function RevealKeyDialog({ apiKey, onClose }: Readonly<{ apiKey: ApiKeySummary; onClose: () => void }>) {
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Value of “{apiKey.name}”</DialogTitle>
          <DialogDescription>Each time it is revealed or copied is written to the audit log.</DialogDescription>
        </DialogHeader>
        <DialogBody>
          <KeySecret apiKey={apiKey} />
        </DialogBody>
        <DialogFooter>
          <Button variant="outline" onClick={onClose}>
            Done
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

/** The masked value of a key, revealed and copied on demand. */
export function KeySecret({ apiKey }: Readonly<{ apiKey: ApiKeySummary }>) {
  const reveal = useAction(revealApiKeyAction);
  return (
    <SecretField
      // A rotated key has another value: what was revealed before is not it.
      key={apiKey.valueHint}
      label={`value of ${apiKey.name}`}
      masked={`••••••••••••••••${apiKey.valueHint}`}
      onReveal={async () => (await reveal.run({ apiKeyId: apiKey.id }))?.data.value ?? null}
    />
  );
}
