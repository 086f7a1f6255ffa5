'use client';

import { createColumnHelper } from '@tanstack/react-table';
import { Eye, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { useAction } from '@/components/form/use-action';
import { showStage, useRefreshApis, useShowChange } from '@/components/rest-api/use-refresh-api';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card, CardAction, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { MethodBadge } from '@/components/ui/method-badge';
import { updateStageAction } from '@/lib/actions/stage';
import { publishText } from '@/lib/client/publish-text';
import type { MethodSettings } from '@/lib/contract/stage';
import { ALL_METHODS, routeOfKey, type StageCardProps } from './card-props';
import { cacheText, isOrphaned, loggingText, throttleText } from './method-settings';
import { MethodSettingsSheet } from './method-settings-sheet';

interface Row {
  key: string;
  settings: MethodSettings;
  isOrphaned: boolean;
}

const column = createColumnHelper<Row>();

/** The settings of all methods, and under them those of single ones. */
export function OverridesCard({ stage, readOnly }: StageCardProps) {
  const [editing, setEditing] = useState<string | 'new' | null>(null);
  const refresh = useRefreshApis();
  const show = useShowChange();
  const remove = useAction(updateStageAction, {
    success: ({ publish }) => `The settings were removed. ${publishText(publish)}`,
    onReload: () => void refresh(),
    onSuccess: (saved) => show(showStage(saved)),
  });
  const { [ALL_METHODS]: ofAll = {}, ...own } = stage.methodSettings;
  const rows: Row[] = [
    { key: ALL_METHODS, settings: ofAll, isOrphaned: false },
    ...Object.entries(own).map(([key, settings]) => ({ key, settings, isOrphaned: isOrphaned(stage, key) })),
  ];
  return (
    <Card>
      <CardHeader>
        <CardTitle>Method settings</CardTitle>
        <CardDescription>Of all methods, and what single methods do otherwise. Effective at once.</CardDescription>
        {readOnly ? null : (
          <CardAction>
            <Button variant="outline" size="sm" onClick={() => setEditing('new')}>
              <Plus /> Add override
            </Button>
          </CardAction>
        )}
      </CardHeader>
      <CardContent>
        <DataTable
          label="Method settings"
          columns={columns}
          data={rows}
          rowId={(row) => row.key}
          rowLabel={({ key }) =>
            key === ALL_METHODS ? 'all methods' : `${routeOfKey(key).method} ${routeOfKey(key).path}`
          }
          onRowOpen={({ key }) => setEditing(key)}
          rowActions={({ key }) => [
            { label: readOnly ? 'Show' : 'Edit', icon: readOnly ? Eye : Pencil, onSelect: () => setEditing(key) },
            ...(readOnly || key === ALL_METHODS
              ? []
              : [
                  {
                    label: 'Remove',
                    icon: Trash2,
                    destructive: true,
                    onSelect: () => {
                      const { [key]: _gone, ...others } = stage.methodSettings;
                      void remove.run({
                        restApiId: stage.restApiId,
                        stageName: stage.name,
                        version: stage.version,
                        methodSettings: others,
                      });
                    },
                  },
                ]),
          ]}
          empty={{ size: 'sm', title: 'No settings' }}
        />
      </CardContent>
      {editing ? (
        <MethodSettingsSheet
          key={editing}
          stage={stage}
          settingsFor={editing === 'new' ? null : editing}
          readOnly={readOnly}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </Card>
  );
}

/** What a row says nothing about is the stage's, or for the stage itself API Gateway's default. */
const orInherited = (text: string) => text || <span className="text-muted-foreground">–</span>;

const columns = [
  column.accessor('key', {
    header: 'Method',
    meta: { primary: true },
    cell: ({ row: { original } }) => {
      if (original.key === ALL_METHODS) return <span className="font-medium">All methods</span>;
      const { path, method } = routeOfKey(original.key);
      return (
        <span className="flex min-w-0 flex-wrap items-center gap-2">
          <MethodBadge method={method} size="sm" />
          <span className="max-w-56 truncate font-mono text-xs">{path}</span>
          {original.isOrphaned ? (
            <Badge variant="warning" title="No deployment of this stage has the method: without effect until one does.">
              not deployed
            </Badge>
          ) : null}
        </span>
      );
    },
  }),
  column.accessor(({ settings }) => throttleText(settings), {
    id: 'throttle',
    header: 'Throttle',
    cell: ({ getValue }) => orInherited(getValue()),
  }),
  column.accessor(({ settings }) => cacheText(settings), {
    id: 'cache',
    header: 'Cache',
    meta: { priority: 2 },
    cell: ({ getValue }) => orInherited(getValue()),
  }),
  column.accessor(({ settings }) => loggingText(settings), {
    id: 'logging',
    header: 'Logs',
    meta: { priority: 3 },
    cell: ({ getValue }) => orInherited(getValue()),
  }),
];
