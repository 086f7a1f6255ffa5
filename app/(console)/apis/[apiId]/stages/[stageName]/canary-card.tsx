'use client';

import { GitBranchPlus } from 'lucide-react';
import { useState } from 'react';
import { FormCard, FormDialog } from '@/components/form/shells';
import { useAction } from '@/components/form/use-action';
import { useActionForm } from '@/components/form/use-action-form';
import { showStage, useRefreshApis, useShowChange } from '@/components/rest-api/use-refresh-api';
import { useSettingsForm } from '@/components/rest-api/use-settings-form';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { promoteStageCanaryAction, putStageCanaryAction, removeStageCanaryAction } from '@/lib/actions/stage';
import { useDeployments } from '@/lib/client/deployments';
import { publishText } from '@/lib/client/publish-text';
import type { StageDetail } from '@/lib/contract/stage';
import { CanaryComparison } from './canary-comparison';
import { CanaryFields, canaryForm, fromCanaryForm, toCanaryForm } from './canary-fields';
import type { StageCardProps } from './card-props';

type Canary = NonNullable<StageDetail['canary']>;

const ref = ({ restApiId, name, version }: StageDetail) => ({ restApiId, stageName: name, version });

/** The canary's settings and, beside them, how it does against the rest of the stage. */
export function CanaryRelease({ apiId, stage, canary, readOnly }: StageCardProps & Readonly<{ canary: Canary }>) {
  const actionForm = useSettingsForm(
    canaryForm,
    `Stage ${stage.name}`,
    toCanaryForm(canary),
    (values) => putStageCanaryAction({ ...ref(stage), ...fromCanaryForm(values) }),
    {
      success: ({ publish }) => `The canary of ${stage.name} was saved. ${publishText(publish)}`,
      onSaved: showStage,
    },
  );
  return (
    <section aria-label="Canary release" className="grid items-start gap-5 xl:grid-cols-[23rem_minmax(0,1fr)]">
      <FormCard
        actionForm={actionForm}
        title="Canary"
        description={`A share of ${stage.name}’s requests gets another deployment. Limits and keys stay the stage’s.`}
        submitLabel="Save canary"
        readOnly={readOnly}
      >
        <CanaryFields apiId={apiId} stage={stage} readOnly={readOnly} />
      </FormCard>
      <CanaryComparison
        apiId={apiId}
        stage={stage}
        canary={canary}
        actions={
          readOnly ? null : (
            <>
              <RemoveCanary stage={stage} canary={canary} />
              <PromoteCanary stage={stage} canary={canary} />
            </>
          )
        }
      />
    </section>
  );
}

/** Where the stage has none. */
export function NoCanaryCard({ apiId, stage, readOnly }: StageCardProps) {
  const [creating, setCreating] = useState(false);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Canary</CardTitle>
        <CardDescription>Tries a deployment on a share of the requests before all of them get it.</CardDescription>
      </CardHeader>
      <CardContent>
        <EmptyState
          size="sm"
          title="No canary"
          description={`Every request gets deployment #${stage.deploymentNumber}.`}
          action={
            readOnly ? null : (
              <Button variant="outline" size="sm" onClick={() => setCreating(true)}>
                <GitBranchPlus /> Create canary
              </Button>
            )
          }
        />
      </CardContent>
      {creating ? <CreateCanaryDialog apiId={apiId} stage={stage} onClose={() => setCreating(false)} /> : null}
    </Card>
  );
}

const FIRST_SHARE = 10;

function CreateCanaryDialog({
  apiId,
  stage,
  onClose,
}: Readonly<{ apiId: string; stage: StageDetail; onClose: () => void }>) {
  const refresh = useRefreshApis();
  const show = useShowChange();
  const { data: deployments } = useDeployments(apiId);
  const newest = deployments?.find(({ id }) => id !== stage.deploymentId);
  const actionForm = useActionForm(
    canaryForm,
    (values) => putStageCanaryAction({ ...ref(stage), ...fromCanaryForm(values) }),
    {
      defaultValues: toCanaryForm({
        deploymentId: newest?.id ?? stage.deploymentId,
        percentTraffic: FIRST_SHARE,
        stageVariableOverrides: {},
        useStageCache: false,
      }),
      success: ({ publish }) => `${stage.name} has a canary. ${publishText(publish)}`,
      onReload: () => void refresh(),
      onSuccess: (saved) => {
        show(showStage(saved));
        onClose();
      },
    },
  );
  return (
    <FormDialog
      actionForm={actionForm}
      title={`Create a canary on ${stage.name}`}
      description="As long as it is there, deploying to the stage goes to the canary."
      submitLabel="Create canary"
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <CanaryFields apiId={apiId} stage={stage} />
    </FormDialog>
  );
}

function PromoteCanary({ stage, canary }: Readonly<{ stage: StageDetail; canary: Canary }>) {
  const [asking, setAsking] = useState(false);
  const refresh = useRefreshApis();
  const show = useShowChange();
  const promote = useAction(promoteStageCanaryAction, {
    success: ({ deploymentNumber, publish }) =>
      `${stage.name} serves deployment #${deploymentNumber}. ${publishText(publish)}`,
    onReload: () => void refresh(),
    onSuccess: (saved) => show(showStage(saved)),
  });
  return (
    <>
      <Button size="sm" onClick={() => setAsking(true)}>
        Promote canary
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Promote the canary of ${stage.name}?`}
        description="From the next request on, all of them get what the canary serves now."
        consequences={promotionText(stage, canary)}
        confirmLabel="Promote canary"
        destructive={false}
        onConfirm={async () => (await promote.run(ref(stage))) !== null}
      />
    </>
  );
}

function promotionText(stage: StageDetail, canary: Canary): string[] {
  const { deploymentNumber: from, variables, cacheClusterEnabled } = stage;
  const to = canary.deploymentNumber;
  const changed = Object.entries(canary.stageVariableOverrides).filter(([name, value]) => variables[name] !== value);
  return [
    from === to
      ? `${stage.name} serves deployment #${to} already.`
      : `${stage.name} moves from deployment #${from} to #${to}.`,
    changed.length === 0
      ? 'Its variables stay as they are.'
      : `Its variables ${changed.map(([name]) => name).join(', ')} get the canary’s values; the others stay.`,
    'The canary stays, at 0 % of the requests, for the next release.',
    ...(cacheClusterEnabled && from !== to
      ? [`Answers cached from deployment #${from} are given until they expire, or the cache is flushed.`]
      : []),
  ];
}

function RemoveCanary({ stage, canary }: Readonly<{ stage: StageDetail; canary: Canary }>) {
  const [asking, setAsking] = useState(false);
  const refresh = useRefreshApis();
  const show = useShowChange();
  const remove = useAction(removeStageCanaryAction, {
    success: ({ publish }) => `The canary of ${stage.name} was removed. ${publishText(publish)}`,
    onReload: () => void refresh(),
    onSuccess: (saved) => show(showStage(saved)),
  });
  const names = Object.keys(canary.stageVariableOverrides);
  return (
    <>
      <Button variant="outline" size="sm" onClick={() => setAsking(true)}>
        Remove
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Remove the canary of ${stage.name}?`}
        description={`Every request gets deployment #${stage.deploymentNumber} again, at once. Deployment #${canary.deploymentNumber} stays among the deployments.`}
        losses={[
          `The canary’s share of ${canary.percentTraffic} %${names.length === 0 ? '' : ` and its variables ${names.join(', ')}`}`,
        ]}
        confirmLabel="Remove canary"
        onConfirm={async () => (await remove.run(ref(stage))) !== null}
      />
    </>
  );
}
