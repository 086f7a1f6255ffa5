import type { UsagePlanSummary } from '@/lib/contract/usage-plan';

/** The plans that open a stage: of these the portal offers those set to be offered. */
export function plansOfStage(
  plans: readonly UsagePlanSummary[],
  { restApiId, stageName }: { restApiId: string; stageName: string },
): UsagePlanSummary[] {
  return plans.filter((plan) =>
    plan.stages.some((stage) => stage.restApiId === restApiId && stage.stageName === stageName),
  );
}
