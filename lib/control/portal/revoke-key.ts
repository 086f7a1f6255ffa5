import { subscriptionKeyRef } from '@/lib/contract/portal';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requirePerson } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { takeKeys } from '@/lib/control/subscription/keys';
import { writeApiKey } from '@/lib/store/api-keys';
import { transaction } from '@/lib/store/client';
import { bumpRevision } from '@/lib/store/revision';
import { requireOwnKey } from './own-key';

/** Ends the person's own key with its old values, or one old value early; the subscription stays and can get a new key. */
export async function revokeSubscriptionKey(ctx: Ctx, input: unknown): Promise<Published<{ readonly id: string }>> {
  const { userId } = requirePerson(ctx);
  const ref = parse(subscriptionKeyRef, input);
  const revoked = await transaction(ctx.db, async (tx) => {
    const { subscription, key } = await requireOwnKey(tx, userId, ref);
    if (key.rotatedFromId === null) await takeKeys(tx, ctx, subscription.id, 'consumer');
    else {
      await writeApiKey(tx, key.id, { expiresAt: ctx.clock.now() });
      await bumpRevision(tx, [{ kind: 'api-key', entityId: key.id }]);
    }
    await recordAudit(tx, ctx, {
      accountId: subscription.accountId,
      action: 'api-key.revoke',
      targetType: 'api-key',
      targetId: key.id,
      targetName: key.name,
      summary: 'By its consumer, in the portal.',
    });
    return { id: key.id };
  });
  return { ...revoked, publish: await publishChange(ctx) };
}
