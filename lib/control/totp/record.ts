import { recordAudit } from '@/lib/control/audit/record';
import type { Ctx, PersonActor } from '@/lib/control/context';
import type { Tx } from '@/lib/store/client';

/** In the log of the account where the person works; consumers of the portal have none. */
export async function recordTotpAudit(tx: Tx, ctx: Ctx, actor: PersonActor, action: string): Promise<void> {
  if (actor.kind !== 'member') return;
  await recordAudit(tx, ctx, { action, targetType: 'user', targetId: actor.userId, targetName: actor.email });
}
