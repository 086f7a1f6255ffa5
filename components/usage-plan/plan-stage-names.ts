import type { UsagePlanSummary } from '@/lib/contract/usage-plan';

/** "Pet store / prod, Pet store / dev". */
export function planStageNames(plan: Pick<UsagePlanSummary, 'stages'>): string {
  return plan.stages.map((stage) => `${stage.restApiName} / ${stage.stageName}`).join(', ');
}
