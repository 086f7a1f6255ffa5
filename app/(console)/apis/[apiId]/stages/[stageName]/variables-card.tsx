'use client';

import { z } from 'zod';
import { FormCard } from '@/components/form/shells';
import { RowFields } from '@/components/method/row-fields';
import { fromPairRows, pairRows, toPairRows } from '@/components/method/rows';
import { stageVariables } from '@/lib/contract/stage';
import { STAGE_VARIABLE } from '../../resources/method/uri-input';
import type { StageCardProps } from './card-props';
import { useStageCard } from './use-stage-card';

const schema = z.object({ variables: pairRows(stageVariables) });

export function VariablesCard({ stage, readOnly }: StageCardProps) {
  const actionForm = useStageCard(stage, schema, { variables: toPairRows(stage.variables) }, ({ variables }) => ({
    variables: fromPairRows(variables),
  }));
  return (
    <FormCard
      actionForm={actionForm}
      title="Stage variables"
      description={
        <>
          Used as <code className="font-mono text-xs">{STAGE_VARIABLE}</code> in a backend’s URI and as{' '}
          <code className="font-mono text-xs">stageVariables.name</code> in mappings. Not for secrets.
        </>
      }
      submitLabel="Save variables"
      readOnly={readOnly}
      hint="Effective at once, without a deployment."
    >
      <RowFields
        name="variables"
        label="Variables"
        columns={[
          { key: 'name', label: 'Name', placeholder: 'backend' },
          { key: 'value', label: 'Value', width: 'minmax(0,1.6fr)', placeholder: 'api.internal:8081' },
        ]}
        blank={{ name: '', value: '' }}
        addLabel="Add variable"
        empty="None. With them one definition can call another backend in each stage."
        max={100}
      />
    </FormCard>
  );
}
