'use client';

import { formatDistanceToNowStrict } from 'date-fns';
import type { ComponentProps } from 'react';
import { SimpleSelect } from '@/components/ui/select';
import { useDeployments } from '@/lib/client/deployments';
import { type DeploymentSummary, WORKING_COPY } from '@/lib/contract/deployment';

type SelectProps = Omit<ComponentProps<typeof SimpleSelect<string>>, 'options'>;

/** One of the API's deployments, newest first. */
export function DeploymentSelect({
  apiId,
  withWorkingCopy = false,
  ...props
}: Readonly<SelectProps & { apiId: string; withWorkingCopy?: boolean }>) {
  const { data: deployments = [] } = useDeployments(apiId);
  const workingCopy = { value: WORKING_COPY, label: 'Working copy', description: 'As it is being edited now' };
  return (
    <SimpleSelect
      placeholder="Choose a deployment"
      {...props}
      options={[
        ...(withWorkingCopy ? [workingCopy] : []),
        ...deployments.map((deployment) => ({
          value: deployment.id,
          label: `#${deployment.number}${deployment.description ? ` · ${firstLine(deployment.description)}` : ''}`,
          description: aboutDeployment(deployment),
        })),
      ]}
    />
  );
}

export function aboutDeployment(deployment: DeploymentSummary): string {
  const when = formatDistanceToNowStrict(new Date(deployment.createdAt), { addSuffix: true });
  const served = [...deployment.stageNames, ...deployment.canaryStageNames.map((stage) => `the canary of ${stage}`)];
  const where = served.length > 0 ? `, serves ${served.join(', ')}` : '';
  return `${when} by ${deployment.createdByName}${where}`;
}

function firstLine(text: string): string {
  const line = text.split('\n')[0] ?? '';
  return line.length > 48 ? `${line.slice(0, 47)}…` : line;
}
