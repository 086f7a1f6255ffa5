import { type SubscriptionKey, subscriptionKeyRef } from '@/lib/contract/portal';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requirePerson } from '@/lib/control/context';
import { readSealedValue } from '@/lib/store/api-keys';
import { transaction } from '@/lib/store/client';
import { requireActive, requireOwnKey } from './own-key';

export async function revealSubscriptionKey(ctx: Ctx, input: unknown): Promise<SubscriptionKey> {
  const { userId } = requirePerson(ctx);
  const ref = parse(subscriptionKeyRef, input);
  return transaction(ctx.db, async (tx) => {
    const { subscription, key } = await requireOwnKey(tx, userId, ref);
    requireActive(subscription);
    const { valueEncrypted } = await readSealedValue(tx, key.id);
    await recordAudit(tx, ctx, {
      accountId: subscription.accountId,
      action: 'api-key.reveal',
      targetType: 'api-key',
      targetId: key.id,
      targetName: key.name,
      summary: 'By its consumer, in the portal.',
    });
    return { id: key.id, value: ctx.secrets.open(valueEncrypted, key.id) };
  });
}
