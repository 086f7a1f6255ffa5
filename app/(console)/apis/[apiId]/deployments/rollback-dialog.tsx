'use client';

import { useState } from 'react';
import { DefinitionDiffView, summarizeDiff } from '@/components/deployment/definition-diff';
import { useAction } from '@/components/form/use-action';
import { showStage, useRefreshApis, useShowChange } from '@/components/rest-api/use-refresh-api';
import { Button } from '@/components/ui/button';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { RadioCard, RadioGroup } from '@/components/ui/radio-group';
import { Skeleton } from '@/components/ui/skeleton';
import { updateStageAction } from '@/lib/actions/stage';
import { useDefinitionDiff } from '@/lib/client/deployments';
import { publishText } from '@/lib/client/publish-text';
import { useStage } from '@/lib/client/stages';
import type { DeploymentSummary } from '@/lib/contract/deployment';
import type { RestApiDetail } from '@/lib/contract/rest-api';

const heldText = (names: readonly string[]): string =>
  names.length === 1
    ? `${names[0]} has a canary: promote or remove it first.`
    : `${names.join(', ')} have canaries: promote or remove them first.`;

/** Points a stage at this deployment: choose the stage, see what callers will notice, confirm. */
export function RollbackDialog({
  api,
  deployment,
  onClose,
}: Readonly<{ api: RestApiDetail; deployment: DeploymentSummary; onClose: () => void }>) {
  const refresh = useRefreshApis();
  const show = useShowChange();
  const elsewhere = api.stages.filter((stage) => stage.deploymentId !== deployment.id);
  const candidates = elsewhere.filter((stage) => stage.canary === null);
  const held = elsewhere.filter((stage) => stage.canary !== null).map((stage) => stage.name);
  const [stageName, setStageName] = useState(candidates[0]?.name ?? '');
  const stage = candidates.find((candidate) => candidate.name === stageName);
  // Its version: the rollback is refused when somebody has moved the stage since.
  const { data: detail } = useStage(api.id, stageName);
  const { data: diff } = useDefinitionDiff(api.id, stage?.deploymentId, deployment.id, {
    enabled: stage !== undefined,
  });
  const move = useAction(updateStageAction, {
    success: ({ name, publish }) => `${name} serves deployment #${deployment.number}. ${publishText(publish)}`,
    onReload: () => void refresh(),
    onSuccess: (saved) => {
      show(showStage(saved));
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={(open) => (open || move.pending ? undefined : onClose())}>
      <DialogContent size="lg">
        <DialogHeader>
          <DialogTitle>Roll back to deployment #{deployment.number}</DialogTitle>
          <DialogDescription>
            {candidates.length > 0
              ? 'The stage keeps its variables, limits and cache settings. The working copy stays as it is.'
              : held.length === 0
                ? 'Every stage serves it already.'
                : null}
            {held.length === 0 ? null : ` ${heldText(held)}`}
          </DialogDescription>
        </DialogHeader>
        {candidates.length > 0 ? (
          <DialogBody>
            <RadioGroup
              aria-label="Stage"
              value={stageName}
              onValueChange={(next) => setStageName(String(next))}
              className="grid gap-2 sm:grid-cols-2"
            >
              {candidates.map((candidate) => (
                <RadioCard
                  key={candidate.name}
                  value={candidate.name}
                  title={candidate.name}
                  description={`Serves #${candidate.deploymentNumber} now`}
                />
              ))}
            </RadioGroup>
            <section aria-label="What changes" className="overflow-hidden rounded-lg border border-border">
              <h3 className="flex items-center justify-between gap-2 border-b border-border bg-muted/50 px-3 py-2 text-xs font-medium">
                What callers of {stageName} will notice
                {diff ? <span className="font-normal text-muted-foreground">{summarizeDiff(diff)}</span> : null}
              </h3>
              <div className="max-h-56 min-h-14 overflow-y-auto px-3 py-2.5">
                {diff ? (
                  diff.changes.length > 0 ? (
                    <DefinitionDiffView diff={diff} compact />
                  ) : (
                    <p className="text-sm text-muted-foreground">Nothing: both hold the same definition.</p>
                  )
                ) : (
                  <Skeleton className="h-4 w-2/3" />
                )}
              </div>
            </section>
          </DialogBody>
        ) : null}
        <DialogFooter>
          <Button variant="outline" onClick={onClose}>
            {candidates.length === 0 ? 'Close' : 'Cancel'}
          </Button>
          {stage ? (
            <Button
              loading={move.pending}
              disabled={!detail}
              onClick={() =>
                detail
                  ? void move.run({
                      restApiId: api.id,
                      stageName,
                      version: detail.version,
                      deploymentId: deployment.id,
                    })
                  : undefined
              }
            >
              Roll back {stageName}
            </Button>
          ) : null}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
