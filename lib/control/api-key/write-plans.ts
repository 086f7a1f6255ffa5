import type { ApiKeySummary } from '@/lib/contract/api-key';
import { refuseSharedStages } from '@/lib/control/usage-plan/one-plan-per-stage';
import { InvalidInputError } from '@/lib/errors';
import { oldValueIds, replaceKeyPlans } from '@/lib/store/api-keys';
import type { Tx } from '@/lib/store/client';
import { bumpRevision } from '@/lib/store/revision';

const MAX_PLANS = 10;

/** Puts a key, with its old values, into exactly these plans. */
export async function writeKeyPlans(tx: Tx, key: ApiKeySummary, usagePlanIds: readonly string[]): Promise<void> {
  refuseOldValue(key);
  if (usagePlanIds.length > MAX_PLANS) {
    throw new InvalidInputError(`The key “${key.name}” is in ${MAX_PLANS} usage plans already, the most there can be.`);
  }
  await refuseSharedStages(tx, usagePlanIds);
  const ids = [key.id, ...(await oldValueIds(tx, key.id))];
  await replaceKeyPlans(tx, ids, usagePlanIds);
  await bumpRevision(
    tx,
    ids.map((entityId) => ({ kind: 'api-key', entityId })),
  );
}

/** An old value follows its key; only ending it early makes sense. */
export function refuseOldValue(key: ApiKeySummary): void {
  if (key.rotatedFromId === null) return;
  throw new InvalidInputError(
    `“${key.name}” is the old value of a rotated key and follows that key. Change the key ${key.rotatedFromId}, or delete this value to end it now.`,
  );
}
