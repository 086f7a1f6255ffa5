'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAction } from '@/components/form/use-action';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { deleteApiKeyAction, rotateApiKeyAction } from '@/lib/actions/api-key';
import { apiKeyKeys } from '@/lib/client/api-keys';
import { publishText } from '@/lib/client/publish-text';
import { usagePlanKeys } from '@/lib/client/usage-plans';
import type { ApiKeySummary, ApiKeyWithValue } from '@/lib/contract/api-key';
import { KeyCallSample } from './call-sample';
import { KeyValueDialog } from './key-value-dialog';
import { RevealKeyDialog } from './reveal-key-dialog';
import { RotateKeyDialog } from './rotate-key-dialog';

export type KeyOverlay = { kind: 'reveal' | 'rotate' | 'delete'; apiKey: ApiKeySummary };

/** What can be done to one key from the list and from its page: one overlay at a time. */
export function KeyOverlays({
  overlay,
  onClose,
  onDeleted,
}: Readonly<{
  overlay: KeyOverlay | null;
  onClose: () => void;
  /** Also when it was the old value of a rotated key that ended. */
  onDeleted?: (deleted: ApiKeySummary) => void;
}>) {
  const client = useQueryClient();
  const [rotated, setRotated] = useState<ApiKeyWithValue | null>(null);
  const remove = useAction(deleteApiKeyAction, {
    success: (data) => `Key deleted. ${publishText(data.publish)}`,
    onSuccess: async () => {
      if (overlay) onDeleted?.(overlay.apiKey);
      await invalidateKeys(client);
    },
  });

  if (rotated) {
    return (
      <KeyValueDialog
        title={`New value of “${rotated.name}”`}
        description="Give it to the callers before the overlap ends. It can be revealed again; each time is written to the audit log."
        value={rotated.value}
        onClose={() => setRotated(null)}
      >
        <KeyCallSample usagePlanIds={rotated.usagePlans.map((plan) => plan.id)} apiKey={rotated.value} />
      </KeyValueDialog>
    );
  }
  if (!overlay) return null;
  const { apiKey } = overlay;
  if (overlay.kind === 'reveal') return <RevealKeyDialog apiKey={apiKey} onClose={onClose} />;
  if (overlay.kind === 'rotate') {
    return (
      <RotateKeyDialog
        open
        keyName={apiKey.name}
        onOpenChange={(open) => (open ? undefined : onClose())}
        rotate={(overlapSeconds) => rotateApiKeyAction({ apiKeyId: apiKey.id, overlapSeconds })}
        onRotated={(data) => {
          setRotated(data);
          onClose();
          void invalidateKeys(client);
        }}
      />
    );
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={apiKey.rotatedFromId ? `End the old value of “${apiKey.name}”?` : `Delete API key “${apiKey.name}”?`}
      description={
        apiKey.rotatedFromId
          ? 'The key itself stays, with its new value and its usage.'
          : 'This can’t be undone. To stop a key for a while, disable it instead.'
      }
      losses={deleteLosses(apiKey)}
      confirmLabel={apiKey.rotatedFromId ? 'End old value' : 'Delete key'}
      onConfirm={async () => (await remove.run({ apiKeyId: apiKey.id })) !== null}
    />
  );
}

export function deleteLosses(apiKey: ApiKeySummary): string[] {
  const plans = apiKey.usagePlans.map((plan) => `“${plan.name}”`);
  if (apiKey.rotatedFromId)
    return [`Callers that still send the value ending in ${apiKey.valueHint} get 403 within a second.`];
  return [
    `Calls with the value ending in ${apiKey.valueHint} answer 403 within a second. The value can’t be had again.`,
    'Its usage so far is forgotten, and so is an old value that still has its overlap.',
    ...(plans.length > 0
      ? [`It leaves ${plans.length === 1 ? 'the usage plan' : 'the usage plans'} ${plans.join(', ')}.`]
      : []),
    ...(apiKey.consumerEmail ? [`${apiKey.consumerEmail} got it through the portal and loses access.`] : []),
  ];
}

/** Plans count their keys, so both lists are out of date after any change to a key. */
export async function invalidateKeys(client: ReturnType<typeof useQueryClient>): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: apiKeyKeys.all() }),
    client.invalidateQueries({ queryKey: usagePlanKeys.all() }),
  ]);
}
