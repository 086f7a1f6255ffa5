'use client';

import { createColumnHelper } from '@tanstack/react-table';
import { MessageSquareWarning, Pencil, RotateCcw } from 'lucide-react';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { tableState } from '@/components/data-table/types';
import { PageBody } from '@/components/layout/page-body';
import { Badge } from '@/components/ui/badge';
import { SectionHeader } from '@/components/ui/page-header';
import { useGatewayResponses } from '@/lib/client/gateway-responses';
import { useCan } from '@/lib/client/member';
import { GATEWAY_RESPONSE_TYPES, type GatewayResponseDetail } from '@/lib/contract/gateway-response';
import { GatewayResponseSheet } from './gateway-response-sheet';
import { ResetDialog } from './reset-dialog';

const column = createColumnHelper<GatewayResponseDetail>();
const columns = [
  column.accessor('responseType', {
    header: 'Response type',
    meta: { primary: true },
    cell: ({ row: { original: response } }) => (
      <span className="inline-flex max-w-xl flex-col align-middle max-sm:max-w-48">
        <span className="truncate font-mono text-xs">{response.responseType}</span>
        <span className="truncate text-xs font-normal text-muted-foreground">{response.description}</span>
        {response.defaultResponse ? null : <Customised className="mt-1 md:hidden" />}
      </span>
    ),
  }),
  column.accessor((response) => response.statusCode ?? response.defaultStatusCode ?? '', {
    id: 'status',
    header: 'Status',
    meta: { width: '7rem' },
    cell: ({ getValue, row: { original: response } }) => (
      <span
        className={
          response.statusCode ? 'tabular font-mono text-xs' : 'tabular font-mono text-xs text-muted-foreground'
        }
      >
        {getValue() || 'each its own'}
      </span>
    ),
  }),
  column.accessor('defaultResponse', {
    header: 'State',
    meta: { width: '9rem', priority: 2 },
    cell: ({ getValue }) => (getValue() ? <span className="text-muted-foreground">Default</span> : <Customised />),
  }),
];

function Customised({ className }: Readonly<{ className?: string }>) {
  return (
    <Badge variant="info" className={className}>
      Customised
    </Badge>
  );
}

export function GatewayResponseList({ apiId }: Readonly<{ apiId: string }>) {
  const responses = useGatewayResponses(apiId);
  const mayWrite = useCan('rest-api:write');
  const [type, setType] = useQueryState(
    'type',
    parseAsStringLiteral(GATEWAY_RESPONSE_TYPES).withOptions({ history: 'push' }),
  );
  const [resetting, setResetting] = useState<GatewayResponseDetail | null>(null);
  const customised = responses.data?.filter((response) => !response.defaultResponse).length ?? 0;
  return (
    <PageBody width="full">
      <SectionHeader
        title="Gateway responses"
        description={`What callers get when the gateway itself answers: no key, over quota, backend away. ${customised > 0 ? `${customised} customised; ` : ''}changes need a deployment.`}
      />
      <DataTable
        label="Gateway responses"
        columns={columns}
        {...tableState(responses)}
        rowId={(response) => response.responseType}
        onRowOpen={(response) => void setType(response.responseType)}
        rowActions={
          mayWrite
            ? (response) => [
                { label: 'Edit', icon: Pencil, onSelect: () => void setType(response.responseType) },
                {
                  label: 'Reset to default…',
                  icon: RotateCcw,
                  destructive: true,
                  disabled: response.defaultResponse,
                  onSelect: () => setResetting(response),
                },
              ]
            : undefined
        }
        filter={{
          placeholder: 'Filter responses',
          textOf: (response) =>
            `${response.responseType} ${response.description} ${response.statusCode ?? response.defaultStatusCode ?? ''} ${response.defaultResponse ? 'default' : 'customised'}`,
        }}
        skeletonRows={12}
        empty={{ icon: <MessageSquareWarning />, title: 'No gateway responses' }}
      />
      {responses.data?.map((response) => (
        <GatewayResponseSheet
          key={response.responseType}
          apiId={apiId}
          response={response}
          open={type === response.responseType}
          readOnly={!mayWrite}
          onClose={() => void setType(null)}
          onReload={async () =>
            (await responses.refetch()).data?.find((fresh) => fresh.responseType === response.responseType) ?? response
          }
        />
      ))}
      {resetting ? <ResetDialog apiId={apiId} response={resetting} onClose={() => setResetting(null)} /> : null}
    </PageBody>
  );
}
