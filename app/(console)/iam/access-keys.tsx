'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useAction } from '@/components/form/use-action';
import { Alert } from '@/components/ui/alert';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { SecretField } from '@/components/ui/secret-field';
import { Switch } from '@/components/ui/switch';
import { createAccessKeyAction, deleteAccessKeyAction, setAccessKeyAction } from '@/lib/actions/iam';
import { iamKeys } from '@/lib/client/iam';
import { type IamIdentity, MAX_ACCESS_KEYS } from '@/lib/contract/iam';

interface MadeKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export function AccessKeys({ user, mayWrite }: Readonly<{ user: IamIdentity; mayWrite: boolean }>) {
  const client = useQueryClient();
  const [made, setMade] = useState<MadeKey | null>(null);
  const [doomed, setDoomed] = useState<string | null>(null);
  const refresh = () => void client.invalidateQueries({ queryKey: iamKeys.all });
  const create = useAction(createAccessKeyAction, {
    onSuccess: ({ accessKeyId, secretAccessKey }) => {
      setMade({ accessKeyId, secretAccessKey });
      refresh();
    },
  });
  const set = useAction(setAccessKeyAction, { onSuccess: refresh });
  const remove = useAction(deleteAccessKeyAction, { onSuccess: refresh });
  const userName = user.name;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-sm font-medium">Access keys</h3>
      {made === null ? null : (
        <Alert variant="warning" title="Copy the secret now: it is not shown again.">
          <div className="flex flex-col gap-2">
            <span className="flex items-center gap-1 font-mono text-xs">
              {made.accessKeyId} <CopyButton value={made.accessKeyId} label="Copy access key id" />
            </span>
            <SecretField value={made.secretAccessKey} label={`secret of ${made.accessKeyId}`} />
          </div>
        </Alert>
      )}
      {user.accessKeys.map(({ accessKeyId, active }) => (
        <div key={accessKeyId} className="flex flex-wrap items-center gap-3 text-sm">
          <span className="font-mono text-xs">{accessKeyId}</span>
          <Switch
            checked={active}
            disabled={!mayWrite || set.pending}
            aria-label={`${accessKeyId} is active`}
            onCheckedChange={(next) => void set.run({ userName, accessKeyId, active: next })}
          />
          <span className="text-muted-foreground">{active ? 'active' : 'inactive'}</span>
          {mayWrite ? (
            <Button variant="ghost" size="sm" onClick={() => setDoomed(accessKeyId)}>
              <Trash2 /> Delete
            </Button>
          ) : null}
        </div>
      ))}
      {mayWrite && user.accessKeys.length < MAX_ACCESS_KEYS ? (
        <Button
          variant="outline"
          size="sm"
          className="self-start"
          loading={create.pending}
          onClick={() => void create.run({ userName })}
        >
          <Plus /> Create access key
        </Button>
      ) : null}
      {doomed === null ? null : (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setDoomed(null))}
          title={`Delete the access key ${doomed}?`}
          losses={['Whoever signs with it is refused at once']}
          confirmLabel="Delete access key"
          onConfirm={async () => (await remove.run({ userName, accessKeyId: doomed })) !== null}
        />
      )}
    </section>
  );
}
