import { MS_PER_DAY } from '@/lib/clock';
import type { ApiKeySummary } from '@/lib/contract/api-key';
import type { Ctx } from '@/lib/control/context';
import { newApiKeyValue, newEntityId } from '@/lib/ids';
import { deleteOldValuesExpiredBefore, insertApiKey, readSealedValue, writeApiKey } from '@/lib/store/api-keys';
import type { Tx } from '@/lib/store/client';
import { bumpRevision } from '@/lib/store/revision';
import { sealValue } from './seal-value';
import { refuseOldValue } from './write-plans';

/** Old values stay in lists for a day after their end, so that people see why calls with them fail. */
const KEEP_EXPIRED_MS = MS_PER_DAY;

/**
 * Gives the key a new value and returns it. For the overlap a second row keeps the old value; the gateway counts it as
 * the same key, so a rotation neither resets a quota nor doubles it.
 */
export async function rotateValue(
  tx: Tx,
  ctx: Ctx,
  target: Readonly<{ key: ApiKeySummary; accountId: string; subscriptionId: string | null; overlapSeconds: number }>,
): Promise<string> {
  const { key, accountId, subscriptionId, overlapSeconds } = target;
  refuseOldValue(key);
  const now = ctx.clock.now();
  const oldValue = ctx.secrets.open((await readSealedValue(tx, key.id)).valueEncrypted, key.id);
  const value = newApiKeyValue();
  await writeApiKey(tx, key.id, { ...sealValue(ctx, key.id, value), expiresAt: null });
  const changed = [
    key.id,
    ...(await deleteOldValuesExpiredBefore(tx, accountId, new Date(now.getTime() - KEEP_EXPIRED_MS))),
  ];
  // A value that has ended gets no overlap: it would come back to life.
  if (overlapSeconds > 0 && key.expiresAt === null) {
    const id = newEntityId();
    await insertApiKey(
      tx,
      {
        ...sealValue(ctx, id, oldValue),
        id,
        accountId,
        name: key.name,
        description: key.description,
        enabled: key.enabled,
        expiresAt: new Date(now.getTime() + overlapSeconds * 1000),
        customerId: key.customerId,
        demo: key.demo,
        subscriptionId,
        rotatedFromId: key.id,
        createdAt: now,
      },
      key.usagePlans.map((plan) => plan.id),
    );
    changed.push(id);
  }
  await bumpRevision(
    tx,
    changed.map((entityId) => ({ kind: 'api-key', entityId })),
  );
  return value;
}

export function overlapText(seconds: number): string {
  if (seconds === 0) return 'The old value ended at once.';
  const [size, unit] = UNITS.find((one) => seconds % one[0] === 0) ?? [1, 'second'];
  const count = seconds / size;
  return `The old value stays valid for ${count} ${unit}${count === 1 ? '' : 's'}.`;
}

const UNITS: readonly (readonly [seconds: number, name: string])[] = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
];
