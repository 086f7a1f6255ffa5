'use client';

import { useAction } from '@/components/form/use-action';
import { useRefreshApis } from '@/components/rest-api/use-refresh-api';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { deleteAuthorizerAction } from '@/lib/actions/authorizer';
import type { AuthorizerDetail } from '@/lib/contract/authorizer';

export function DeleteAuthorizerDialog({
  apiId,
  authorizer,
  onClose,
}: Readonly<{ apiId: string; authorizer: AuthorizerDetail; onClose: () => void }>) {
  const refresh = useRefreshApis();
  const remove = useAction(deleteAuthorizerAction, {
    success: `${authorizer.name} was deleted`,
    onReload: () => void refresh(),
    onSuccess: () => void refresh(),
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete the authorizer “${authorizer.name}”?`}
      description={
        authorizer.usedBy.length > 0
          ? 'It can’t be deleted while methods use it. Choose another one in these first:'
          : 'No method uses it. Stages keep it until the API is deployed to them again.'
      }
      losses={authorizer.usedBy.map(({ httpMethod, path }) => `${httpMethod} ${path}`)}
      confirmLabel="Delete authorizer"
      onConfirm={async () =>
        (await remove.run({ restApiId: apiId, authorizerId: authorizer.id, version: authorizer.version })) !== null
      }
    />
  );
}
