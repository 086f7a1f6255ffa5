'use client';

import Link from 'next/link';
import { z } from 'zod';
import { summarizeDiff } from '@/components/deployment/definition-diff';
import { DeploymentSelect } from '@/components/deployment/deployment-select';
import { Field } from '@/components/form/form';
import { FormCard } from '@/components/form/shells';
import { Textarea } from '@/components/ui/textarea';
import { useDefinitionDiff } from '@/lib/client/deployments';
import { routes } from '@/lib/client/routes';
import { description } from '@/lib/contract/common';
import { WORKING_COPY } from '@/lib/contract/deployment';
import type { StageCardProps } from './card-props';
import { useStageCard } from './use-stage-card';

const schema = z.object({ deploymentId: z.string(), description });

export function DeploymentCard({ apiId, stage, readOnly }: StageCardProps) {
  const actionForm = useStageCard(
    stage,
    schema,
    { deploymentId: stage.deploymentId, description: stage.description },
    (values) => values,
  );
  const { control } = actionForm.form;
  const chosen = actionForm.form.watch('deploymentId');
  return (
    <FormCard
      actionForm={actionForm}
      title="Deployment"
      description="Choosing an older one rolls the stage back; settings of the stage stay as they are."
      submitLabel={chosen === stage.deploymentId ? 'Save' : 'Point stage here'}
      readOnly={readOnly}
      hint={
        stage.canary ? (
          'It stays where it is until the canary is promoted or removed.'
        ) : (
          <ChangeHint apiId={apiId} from={stage.deploymentId} to={chosen} behind={stage.behind} />
        )
      }
    >
      <Field control={control} name="deploymentId" label="Serves">
        {({ value, onChange, ref, onBlur }) => (
          <DeploymentSelect
            apiId={apiId}
            value={value}
            onValueChange={onChange}
            ref={ref}
            onBlur={onBlur}
            disabled={readOnly || stage.canary !== null}
          />
        )}
      </Field>
      <Field control={control} name="description" label="Stage description">
        {(field) => <Textarea {...field} rows={2} placeholder="Who uses it" />}
      </Field>
    </FormCard>
  );
}

/** What callers will notice when the stage moves, before it does. */
function ChangeHint({
  apiId,
  from,
  to,
  behind,
}: Readonly<{ apiId: string; from: string; to: string; behind: boolean }>) {
  const moving = from !== to;
  const target = moving ? to : WORKING_COPY;
  const { data: diff } = useDefinitionDiff(apiId, from, target, { enabled: moving || behind });
  if (!moving && !behind) return 'Up to date with the working copy.';
  return (
    <>
      {moving ? 'Compared with now: ' : 'The working copy has '}
      <Link
        href={routes.api(apiId).deployments({ from, to: target })}
        className="rounded-sm text-info underline underline-offset-4"
      >
        {diff ? summarizeDiff(diff) : 'changes'}
      </Link>
    </>
  );
}
