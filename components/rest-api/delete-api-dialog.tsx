'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useAction } from '@/components/form/use-action';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { deleteRestApiAction } from '@/lib/actions/rest-api';
import { restApiKeys, useRestApi } from '@/lib/client/rest-apis';
import { routes } from '@/lib/client/routes';
import type { RestApiDetail } from '@/lib/contract/rest-api';

/** Names what goes with the API before it goes. */
export function DeleteApiDialog({
  api,
  open,
  onOpenChange,
}: Readonly<{ api: { id: string; name: string }; open: boolean; onOpenChange: (open: boolean) => void }>) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const { data } = useRestApi(api.id);
  const remove = useAction(deleteRestApiAction, {
    success: `API “${api.name}” was deleted`,
    onSuccess: () => {
      router.push(routes.apis());
      queryClient.removeQueries({ queryKey: restApiKeys.detail(api.id), type: 'inactive' });
      // Not awaited: the page of the API that is gone must not ask for it again while it is being left.
      void queryClient.invalidateQueries({ queryKey: [...restApiKeys.all, 'list'] });
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete API “${api.name}”?`}
      description="This can’t be undone."
      losses={data ? lossesOf(data) : ['Looking up what depends on it…']}
      typeToConfirm={data && data.stages.length > 0 ? api.name : undefined}
      confirmLabel="Delete API"
      onConfirm={async () => (await remove.run({ restApiId: api.id })) !== null}
    />
  );
}

export function lossesOf(api: RestApiDetail): string[] {
  const { deploymentCount, usagePlans, products } = api.dependents;
  const losses: string[] = [];
  if (api.stages.length > 0) {
    const names = api.stages.map((stage) => stage.name).join(', ');
    losses.push(
      api.stages.length === 1
        ? `Stage ${names} stops answering at once`
        : `${api.stages.length} stages (${names}) stop answering at once`,
    );
  }
  losses.push(
    `${count(api.resourceCount, 'resource')} and ${count(api.methodCount, 'method')}${deploymentCount > 0 ? `, with ${count(deploymentCount, 'deployment')}` : ''}`,
  );
  if (usagePlans.length > 0) {
    losses.push(
      `Its place in ${count(usagePlans.length, 'usage plan')}: ${usagePlans.map((plan) => plan.name).join(', ')}`,
    );
  }
  for (const product of products) {
    losses.push(
      product.activeSubscriptionCount > 0
        ? `Portal product “${product.title}”: end its ${count(product.activeSubscriptionCount, 'active subscription')} first`
        : `Portal product “${product.title}”`,
    );
  }
  return losses;
}

export function count(n: number, what: string): string {
  return `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;
}
