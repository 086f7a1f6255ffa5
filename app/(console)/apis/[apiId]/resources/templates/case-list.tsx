'use client';

import { CircleCheck, CircleDashed, CircleX, Play, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { RowActions } from '@/components/data-table/row-actions';
import { useAction } from '@/components/form/use-action';
import { useRefreshApis } from '@/components/rest-api/use-refresh-api';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { MethodBadge } from '@/components/ui/method-badge';
import { deleteTemplateCaseAction } from '@/lib/actions/template-case';
import { useCan } from '@/lib/client/member';
import { routes } from '@/lib/client/routes';
import { useTemplateCaseResults } from '@/lib/client/template-cases';
import type { TemplateCaseDetail, TemplateCaseResult } from '@/lib/contract/template-case';
import { placeLabel } from './template-place';

const OUTCOMES = {
  passed: { label: 'Passes', icon: CircleCheck, colour: 'text-success' },
  failed: { label: 'Fails', icon: CircleX, colour: 'text-destructive' },
  orphaned: { label: 'Orphaned', icon: CircleDashed, colour: 'text-muted-foreground' },
} as const;

/** Cases of the API with what the saved templates make of them. */
export function CaseList({
  apiId,
  cases,
  chosenId,
}: Readonly<{ apiId: string; cases: readonly TemplateCaseDetail[]; chosenId?: string | undefined }>) {
  const results = useTemplateCaseResults(apiId, cases.length > 0);
  const byId = new Map(results.data?.map((result) => [result.templateCaseId, result]));
  const outcomes = cases.map(({ id }) => byId.get(id)?.outcome);
  const count = (outcome: TemplateCaseResult['outcome']) => outcomes.filter((one) => one === outcome).length;
  return (
    <section aria-label="Cases" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p role="status" className="text-xs text-muted-foreground">
          {results.data
            ? [
                `${count('passed')} of ${cases.length} pass`,
                count('failed') > 0 ? `${count('failed')} fail` : '',
                count('orphaned') > 0 ? `${count('orphaned')} orphaned` : '',
              ]
                .filter(Boolean)
                .join(', ')
            : (results.error?.message ?? 'Running…')}
          {results.data ? ' with the templates as they are saved.' : ''}
        </p>
        <Button variant="outline" size="sm" loading={results.isFetching} onClick={() => void results.refetch()}>
          <Play /> Run all
        </Button>
      </div>
      <ul className="divide-y divide-border rounded-lg border border-border">
        {cases.map((one) => (
          <CaseRow key={one.id} apiId={apiId} one={one} result={byId.get(one.id)} isChosen={one.id === chosenId} />
        ))}
      </ul>
    </section>
  );
}

function CaseRow({
  apiId,
  one,
  result,
  isChosen,
}: Readonly<{ apiId: string; one: TemplateCaseDetail; result: TemplateCaseResult | undefined; isChosen: boolean }>) {
  const mayWrite = useCan('rest-api:write');
  const refresh = useRefreshApis();
  const [deleting, setDeleting] = useState(false);
  const remove = useAction(deleteTemplateCaseAction, { success: `${one.name} was deleted`, onSuccess: refresh });
  const outcome = result === undefined ? undefined : OUTCOMES[result.outcome];
  const Icon = outcome?.icon ?? CircleDashed;
  return (
    <li className="flex items-start gap-2.5 px-3 py-2">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${outcome?.colour ?? 'text-muted-foreground'}`} />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            href={routes.api(apiId).templates({ case: one.name })}
            aria-current={isChosen ? 'true' : undefined}
            className="rounded-sm text-sm font-medium underline-offset-4 wrap-anywhere hover:underline"
          >
            {one.name}
          </Link>
          {outcome ? <span className={`text-xs ${outcome.colour}`}>{outcome.label}</span> : null}
          {isChosen ? <Badge variant="info">Open</Badge> : null}
          {one.comparison === 'JSON' ? <Badge variant="outline">as JSON</Badge> : null}
        </div>
        <div className="flex min-w-0 flex-wrap items-center gap-x-1.5 gap-y-0.5 text-xs text-muted-foreground">
          <MethodBadge method={one.httpMethod} size="sm" />
          <span className="font-mono wrap-anywhere">{one.resourcePath}</span>
          <span>{placeLabel(one)}</span>
        </div>
        {result?.message ? <p className="text-xs text-muted-foreground wrap-anywhere">{result.message}</p> : null}
      </div>
      {mayWrite ? (
        <>
          <RowActions
            label={one.name}
            actions={[{ label: 'Delete…', icon: Trash2, destructive: true, onSelect: () => setDeleting(true) }]}
          />
          <ConfirmDialog
            open={deleting}
            onOpenChange={setDeleting}
            title={`Delete the case “${one.name}”?`}
            description="Deploys no longer check it. Templates stay as they are."
            confirmLabel="Delete case"
            onConfirm={async () => (await remove.run({ restApiId: apiId, templateCaseId: one.id })) !== null}
          />
        </>
      ) : null}
    </li>
  );
}
