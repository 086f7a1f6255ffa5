'use client';

import { KeyRound, Plus, Upload } from 'lucide-react';
import { useState } from 'react';
import { CreateKeyDialog } from '@/components/api-key/create-key-dialog';
import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { PageBody } from '@/components/layout/page-body';
import { Button } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { useCan } from '@/lib/client/member';
import { ImportKeysDialog } from './import-keys-dialog';
import { KeysTable } from './keys-table';

export function KeysPage() {
  const mayWrite = useCan('api-key:write');
  const [open, setOpen] = useState<'create' | 'import' | null>(null);
  const createButton = (
    <Button onClick={() => setOpen('create')}>
      <Plus /> Create key
    </Button>
  );
  return (
    <PageBody>
      <PageBreadcrumbs items={[{ label: 'API keys' }]} />
      <PageHeader
        title="API keys"
        description="A key says who is calling. What it may call, and how much, is said by its usage plans."
        actions={
          mayWrite ? (
            <>
              <Button variant="outline" onClick={() => setOpen('import')}>
                <Upload /> Import CSV
              </Button>
              {createButton}
            </>
          ) : null
        }
      />
      <KeysTable
        empty={{
          icon: <KeyRound />,
          title: 'No API keys yet',
          description:
            'Create one and add it to a usage plan, import those you have, or let consumers get their own in the portal.',
          action: mayWrite ? createButton : undefined,
        }}
      />
      {open === 'create' ? <CreateKeyDialog onClose={() => setOpen(null)} /> : null}
      {open === 'import' ? <ImportKeysDialog onClose={() => setOpen(null)} /> : null}
    </PageBody>
  );
}
