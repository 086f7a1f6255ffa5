'use client';

import { createColumnHelper } from '@tanstack/react-table';
import { Pencil, Play, Plus, ShieldCheck, Trash2 } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { tableState } from '@/components/data-table/types';
import { PageBody } from '@/components/layout/page-body';
import { count } from '@/components/rest-api/delete-api-dialog';
import { Button } from '@/components/ui/button';
import { SectionHeader } from '@/components/ui/page-header';
import { useAuthorizers } from '@/lib/client/authorizers';
import { useCan } from '@/lib/client/member';
import { type AuthorizerDetail, identitySources, userPoolOfArn } from '@/lib/contract/authorizer';
import { lambdaTarget } from '@/lib/contract/function-arn';
import { AuthorizerSheet } from './authorizer-sheet';
import { DeleteAuthorizerDialog } from './delete-authorizer-dialog';
import { TestAuthorizerSheet } from './test-authorizer-sheet';

const column = createColumnHelper<AuthorizerDetail>();
const columns = [
  column.accessor('name', {
    header: 'Name',
    meta: { primary: true },
    cell: ({ row: { original } }) => (
      <span className="inline-flex max-w-72 flex-col align-middle max-sm:max-w-48 2xl:max-w-xl">
        <span className="truncate" title={original.name}>
          {original.name}
        </span>
        <span className="truncate font-mono text-xs font-normal text-muted-foreground">{askedText(original)}</span>
      </span>
    ),
  }),
  column.accessor('type', {
    header: 'Type',
    meta: { width: '11rem', priority: 2 },
    cell: ({ getValue }) => <span className="font-mono text-xs">{getValue()}</span>,
  }),
  column.accessor((authorizer) => identitySources(authorizer.identitySource ?? '').join(', '), {
    id: 'identity',
    header: 'Identity',
    meta: { width: '15rem', priority: 3 },
    cell: ({ row: { original } }) => <Sources text={original.identitySource ?? ''} />,
  }),
  column.accessor('authorizerResultTtlInSeconds', {
    header: 'Cached for',
    meta: { width: '7rem', priority: 3 },
    // Tokens of user pools are verified each time.
    cell: ({ row: { original }, getValue }) => (
      <span className="tabular">
        {original.type === 'COGNITO_USER_POOLS' ? '–' : getValue() === 0 ? 'Never' : `${getValue()} s`}
      </span>
    ),
  }),
  column.accessor((authorizer) => authorizer.usedBy.length, {
    id: 'usedBy',
    header: 'Used by',
    meta: { width: '8rem' },
    cell: ({ getValue }) =>
      getValue() === 0 ? (
        <span className="text-muted-foreground">Nothing</span>
      ) : (
        <span className="tabular">{count(getValue(), 'method')}</span>
      ),
  }),
];

/** In the URL: the authorizer that is open. No authorizer has this id. */
const NEW = '-new';

export function AuthorizersPage({ apiId }: Readonly<{ apiId: string }>) {
  const authorizers = useAuthorizers(apiId);
  const mayWrite = useCan('rest-api:write');
  const [open, setOpen] = useQueryState('authorizer', parseAsString.withOptions({ history: 'push' }));
  const mayTest = useCan('rest-api:test');
  const [testing, setTesting] = useState<AuthorizerDetail | null>(null);
  const [deleting, setDeleting] = useState<AuthorizerDetail | null>(null);
  const shown = open === NEW ? null : authorizers.data?.find(({ id }) => id === open);
  return (
    <PageBody width="full">
      <div className="flex flex-col gap-4">
        <SectionHeader
          title="Authorizers"
          description="Who checks callers before a method runs. A method’s request settings choose one; changes need a deployment."
          actions={
            mayWrite ? (
              <Button onClick={() => void setOpen(NEW)}>
                <Plus /> Create authorizer
              </Button>
            ) : null
          }
        />
        <DataTable
          label="Authorizers"
          columns={columns}
          {...tableState(authorizers)}
          rowId={(authorizer) => authorizer.id}
          rowLabel={(authorizer) => authorizer.name}
          onRowOpen={(authorizer) => void setOpen(authorizer.id)}
          rowActions={
            mayWrite
              ? (authorizer) => [
                  { label: 'Edit', icon: Pencil, onSelect: () => void setOpen(authorizer.id) },
                  ...(mayTest ? [{ label: 'Test…', icon: Play, onSelect: () => setTesting(authorizer) }] : []),
                  { label: 'Delete…', icon: Trash2, destructive: true, onSelect: () => setDeleting(authorizer) },
                ]
              : undefined
          }
          skeletonRows={2}
          empty={{
            icon: <ShieldCheck />,
            title: 'No authorizers yet',
            description: 'A function that checks tokens or whole requests, or a user pool whose tokens are good.',
          }}
        />
      </div>
      {shown !== undefined ? (
        <AuthorizerSheet
          key={open}
          apiId={apiId}
          authorizer={shown}
          readOnly={!mayWrite}
          onClose={() => void setOpen(null)}
          onReload={async () => (await authorizers.refetch()).data?.find(({ id }) => id === open)}
        />
      ) : null}
      {testing ? <TestAuthorizerSheet authorizer={testing} onClose={() => setTesting(null)} /> : null}
      {deleting ? (
        <DeleteAuthorizerDialog apiId={apiId} authorizer={deleting} onClose={() => setDeleting(null)} />
      ) : null}
    </PageBody>
  );
}

/** One per line; "header.Authorization" says what "method.request.header.Authorization" does. */
function Sources({ text }: Readonly<{ text: string }>) {
  const sources = identitySources(text);
  if (sources.length === 0) return '–';
  return (
    <span className="flex max-w-60 flex-col font-mono text-xs">
      {sources.map((source) => (
        <span key={source} className="truncate" title={source}>
          {source.replace('method.request.', '')}
        </span>
      ))}
    </span>
  );
}

function askedText({ authorizerUri, providerARNs }: AuthorizerDetail): string {
  if (providerARNs.length > 0) return providerARNs.map((provider) => userPoolOfArn(provider) ?? provider).join(', ');
  return lambdaTarget(authorizerUri ?? '')?.name ?? authorizerUri ?? '';
}
