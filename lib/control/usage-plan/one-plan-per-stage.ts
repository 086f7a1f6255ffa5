import { ConflictError } from '@/lib/errors';
import type { Tx } from '@/lib/store/client';
import { findKeyInTwoPlans, findSharedStage } from '@/lib/store/usage-plans';

const RULE = 'A key has one plan per stage.';

/** The plans of one key. */
export async function refuseSharedStages(
  tx: Tx,
  usagePlanIds: readonly string[],
  field = 'usagePlanIds',
): Promise<void> {
  const shared = await findSharedStage(tx, usagePlanIds);
  if (shared === null) return;
  const message = `The plans ${quoted(shared.planNames)} both hold the stage ${shared.stageName} of ${shared.restApiName}. ${RULE}`;
  throw new ConflictError(message, { [field]: [message] });
}

/** The keys of one plan, after its stages or keys were written. */
export async function refuseKeysInTwoPlans(tx: Tx, usagePlanId: string, field: string): Promise<void> {
  const found = await findKeyInTwoPlans(tx, usagePlanId);
  if (found === null) return;
  const message = `The key “${found.keyName}” is already in the plan “${found.planNames[1]}” for the stage ${found.stageName} of ${found.restApiName}. ${RULE}`;
  throw new ConflictError(message, { [field]: [message] });
}

const quoted = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(' and ');
