import type { z } from 'zod';
import type { createUsagePlanInput } from '@/lib/contract/usage-plan';
import { listRoutes } from '@/lib/control/deployment/present';
import { InvalidInputError } from '@/lib/errors';
import type { Tx } from '@/lib/store/client';
import { findPlanStage, type PlanFields, type PlanStageRow } from '@/lib/store/usage-plans';

type PlanSettings = z.output<typeof createUsagePlanInput>;

/** Everything but when the quota began. */
export function toPlanFields(settings: PlanSettings): Omit<PlanFields, 'quotaStartedAt'> {
  const { throttle, quota } = settings;
  return {
    name: settings.name,
    description: settings.description,
    rateLimit: throttle?.rateLimit ?? null,
    burstLimit: throttle?.burstLimit ?? null,
    quotaLimit: quota?.limit ?? null,
    quotaOffset: quota?.offset ?? 0,
    quotaPeriod: quota?.period ?? null,
    portalVisible: settings.portalVisible,
    priceText: settings.priceText,
    approvalRequired: settings.approvalRequired,
  };
}

/** Finds the stages and checks that limits by method name routes which the stage serves. */
export async function resolvePlanStages(
  tx: Tx,
  accountId: string,
  stages: PlanSettings['stages'],
): Promise<PlanStageRow[]> {
  const rows: PlanStageRow[] = [];
  for (const [index, { restApiId, stageName, throttle }] of stages.entries()) {
    const stage = await findPlanStage(tx, accountId, restApiId, stageName);
    if (stage === null) {
      throw refused(`stages.${index}.stageName`, `The stage ${stageName} of the API ${restApiId} does not exist.`);
    }
    if (rows.some(({ stageId }) => stageId === stage.id)) {
      throw refused(
        `stages.${index}.stageName`,
        `The stage ${stageName} of ${stage.restApiName} is in the plan twice.`,
      );
    }
    const routes = new Set(listRoutes(stage.definition).map(({ path, method }) => `${path}/${method}`));
    const unknown = Object.keys(throttle).find((route) => !routes.has(route));
    if (unknown !== undefined) {
      throw refused(
        `stages.${index}.throttle.${unknown}`,
        `The stage ${stageName} of ${stage.restApiName} serves no ${unknown}. Deploy the method first, or take its limit out of the plan.`,
      );
    }
    rows.push({ stageId: stage.id, throttle });
  }
  return rows;
}

const refused = (field: string, message: string): InvalidInputError =>
  new InvalidInputError(message, { [field]: [message] });
