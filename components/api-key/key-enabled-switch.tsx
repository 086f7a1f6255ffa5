'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAction } from '@/components/form/use-action';
import { Switch } from '@/components/ui/switch';
import { updateApiKeyAction } from '@/lib/actions/api-key';
import { useCan } from '@/lib/client/member';
import { publishText } from '@/lib/client/publish-text';
import type { ApiKeySummary } from '@/lib/contract/api-key';
import { invalidateKeys } from './key-overlays';

/** Turns the key on and off; it moves at once and goes back when the change is refused. */
export function KeyEnabledSwitch({ apiKey }: Readonly<{ apiKey: ApiKeySummary }>) {
  const client = useQueryClient();
  const mayWrite = useCan('api-key:write');
  const [wanted, setWanted] = useState<boolean | null>(null);
  const { run, pending } = useAction(updateApiKeyAction, {
    success: (data) => `“${data.name}” ${data.enabled ? 'enabled' : 'disabled'}. ${publishText(data.publish)}`,
    onSuccess: () => invalidateKeys(client),
    onReload: () => void invalidateKeys(client),
  });
  return (
    <Switch
      aria-label={`${apiKey.name} enabled`}
      checked={wanted ?? apiKey.enabled}
      disabled={!mayWrite || pending}
      onCheckedChange={async (enabled) => {
        setWanted(enabled);
        await run({ apiKeyId: apiKey.id, version: apiKey.version, enabled });
        setWanted(null);
      }}
    />
  );
}
