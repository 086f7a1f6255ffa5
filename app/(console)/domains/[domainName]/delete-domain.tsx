'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { DangerAction, DangerZone } from '@/components/form/shells';
import { useAction } from '@/components/form/use-action';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { deleteDomainNameAction } from '@/lib/actions/domain-name';
import { useRefreshDomainNames } from '@/lib/client/domain-names';
import { routes } from '@/lib/client/routes';
import type { DomainName } from '@/lib/contract/domain-name';

export function DeleteDomain({ domain: { domainName } }: Readonly<{ domain: DomainName }>) {
  const router = useRouter();
  const refresh = useRefreshDomainNames();
  const [asking, setAsking] = useState(false);
  const remove = useAction(deleteDomainNameAction, {
    success: `${domainName} was deleted`,
    onSuccess: () => {
      router.push(routes.domains());
      refresh();
    },
  });
  return (
    <DangerZone>
      <DangerAction
        title="Delete domain name"
        description="Callers of this host get no answer any more. The APIs stay."
        action={
          <Button variant="destructive" onClick={() => setAsking(true)}>
            Delete…
          </Button>
        }
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${domainName}?`}
        description="Its private key can’t be had again."
        typeToConfirm={domainName}
        confirmLabel="Delete domain name"
        onConfirm={async () => (await remove.run({ domainName })) !== null}
      />
    </DangerZone>
  );
}
