'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useAction } from '@/components/form/use-action';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { deleteIdentityAction, deletePolicyAction } from '@/lib/actions/iam';
import { iamKeys } from '@/lib/client/iam';
import type { IdentityKind } from '@/lib/contract/iam';

export interface Doomed {
  readonly kind: IdentityKind | 'policy';
  readonly name: string;
}

const LOSSES: Readonly<Record<Doomed['kind'], readonly string[]>> = {
  user: ['Its access keys: whoever signs with them is refused at once', 'Its own policies and its groups'],
  group: ['What its policies allow its users'],
  role: ['Its policies, and every session of it'],
  policy: ['Its text'],
};

export function DeleteDialog({ kind, name, onClose }: Readonly<Doomed & { onClose: () => void }>) {
  const client = useQueryClient();
  const options = {
    success: `The ${kind} ${name} was deleted`,
    onSuccess: () => void client.invalidateQueries({ queryKey: iamKeys.all }),
  };
  const removeIdentity = useAction(deleteIdentityAction, options);
  const removePolicy = useAction(deletePolicyAction, options);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete the ${kind} ${name}?`}
      losses={[...LOSSES[kind]]}
      typeToConfirm={name}
      confirmLabel={`Delete ${kind}`}
      onConfirm={async () =>
        kind === 'policy'
          ? (await removePolicy.run({ policyName: name })) !== null
          : (await removeIdentity.run({ kind, name })) !== null
      }
    />
  );
}
