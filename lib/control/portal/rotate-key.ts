import { rotateSubscriptionKeyInput, type SubscriptionKey } from '@/lib/contract/portal';
import type { Published } from '@/lib/contract/result';
import { overlapText, rotateValue } from '@/lib/control/api-key/rotate-value';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requirePerson } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { ConflictError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { requireActive, requireOwnKey } from './own-key';

export async function rotateSubscriptionKey(ctx: Ctx, input: unknown): Promise<Published<SubscriptionKey>> {
  const { userId } = requirePerson(ctx);
  const { overlapSeconds, ...ref } = parse(rotateSubscriptionKeyInput, input);
  const rotated = await transaction(ctx.db, async (tx) => {
    const { subscription, key } = await requireOwnKey(tx, userId, ref);
    requireActive(subscription);
    if (!key.enabled) throw new ConflictError('The owner of this API has turned this key off. Ask them about it.');
    if (key.rotatedFromId === null && key.expiresAt !== null) {
      throw new ConflictError('This key was revoked. Get a new one instead of rotating it.');
    }
    const { accountId, id: subscriptionId } = subscription;
    const value = await rotateValue(tx, ctx, { key, accountId, subscriptionId, overlapSeconds });
    await recordAudit(tx, ctx, {
      accountId,
      action: 'api-key.rotate',
      targetType: 'api-key',
      targetId: key.id,
      targetName: key.name,
      summary: `By its consumer, in the portal. ${overlapText(overlapSeconds)}`,
    });
    return { id: key.id, value };
  });
  return { ...rotated, publish: await publishChange(ctx) };
}
