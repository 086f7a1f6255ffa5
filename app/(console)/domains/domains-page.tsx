'use client';

import { Globe, Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { type Columns, tableState } from '@/components/data-table/types';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { PageBody } from '@/components/layout/page-body';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { createDomainNameAction } from '@/lib/actions/domain-name';
import { useDomainNames, useRefreshDomainNames } from '@/lib/client/domain-names';
import { useCan } from '@/lib/client/member';
import { routes } from '@/lib/client/routes';
import { createDomainNameInput, type DomainName } from '@/lib/contract/domain-name';

export function DomainsPage() {
  const domains = useDomainNames();
  const mayWrite = useCan('domain-name:write');
  const [creating, setCreating] = useState(false);
  const create = mayWrite ? (
    <Button onClick={() => setCreating(true)}>
      <Plus /> Create domain name
    </Button>
  ) : null;
  return (
    <PageBody>
      <PageBreadcrumbs items={[{ label: 'Custom domain names' }]} />
      <PageHeader
        title="Custom domain names"
        description="Hosts of your own, and the APIs below them. Changes take effect at once, without a deployment."
        actions={create}
      />
      <DataTable
        label="Custom domain names"
        columns={columns}
        {...tableState(domains)}
        rowId={(row) => row.domainName}
        rowLabel={(row) => row.domainName}
        rowHref={(row) => routes.domain(row.domainName)}
        filter={{ placeholder: 'Filter domain names', textOf: (row) => row.domainName }}
        initialSorting={[{ id: 'domainName', desc: false }]}
        empty={{
          icon: <Globe />,
          title: 'Create your first custom domain name',
          description: 'Callers reach your APIs by a host of yours, such as api.example.com, and a base path.',
          action: create,
        }}
      />
      {mayWrite ? <CreateDomainDialog open={creating} onOpenChange={setCreating} /> : null}
    </PageBody>
  );
}

const columns: Columns<DomainName> = [
  { id: 'domainName', header: 'Domain name', accessorFn: (row) => row.domainName, meta: { primary: true } },
  {
    id: 'notAfter',
    header: 'Certificate until',
    accessorFn: (row) => row.certificate?.notAfter ?? '',
    cell: ({ row: { original } }) =>
      original.certificate === null ? (
        <span className="text-muted-foreground">No certificate</span>
      ) : (
        <RelativeTime at={original.certificate.notAfter} />
      ),
  },
  {
    id: 'mutualTls',
    header: 'Mutual TLS',
    accessorFn: (row) => (row.mutualTlsAuthentication === null ? 'Off' : 'On'),
    meta: { priority: 2 },
  },
  {
    id: 'mappings',
    header: 'Mappings',
    accessorFn: (row) => row.mappings.length,
    meta: { align: 'right', priority: 2 },
  },
];

function CreateDomainDialog({
  open,
  onOpenChange,
}: Readonly<{ open: boolean; onOpenChange: (open: boolean) => void }>) {
  const router = useRouter();
  const refresh = useRefreshDomainNames();
  const actionForm = useActionForm(createDomainNameInput, createDomainNameAction, {
    defaultValues: { domainName: '' },
    resetTo: 'defaults',
    success: ({ domainName }) => `${domainName} was created`,
    onSuccess: ({ domainName }) => {
      router.push(routes.domain(domainName));
      refresh();
    },
  });
  return (
    <FormDialog
      actionForm={actionForm}
      title="Create custom domain name"
      description="Point the name’s DNS record at this gateway. Certificate and mappings come next."
      submitLabel="Create domain name"
      open={open}
      onOpenChange={onOpenChange}
    >
      <Field control={actionForm.form.control} name="domainName" label="Domain name" required>
        {(field) => <Input {...field} placeholder="api.example.com" autoComplete="off" spellCheck={false} />}
      </Field>
    </FormDialog>
  );
}
