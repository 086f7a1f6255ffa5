import type { DemoData } from '@/lib/contract/demo';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { transaction } from '@/lib/store/client';
import { countDemoData, deleteDemoData, deleteDemoPeople, findDemoPeople } from '@/lib/store/demo';
import { bumpRevision } from '@/lib/store/revision';

/** Removes all demo data at once, people of the demo included; whoever does it stays. Answers with what was removed. */
export async function removeDemo(ctx: Ctx): Promise<Published<DemoData>> {
  const actor = requireScope(ctx, 'demo:remove');
  const { accountId } = actor;
  const removed = await transaction(ctx.db, async (tx) => {
    const counts = await countDemoData(tx, accountId);
    // Found before the data goes: what people subscribe to tells whose they are.
    const people = await findDemoPeople(tx, accountId);
    const changes = await deleteDemoData(tx, accountId);
    await deleteDemoPeople(tx, people, actor.kind === 'member' ? actor.userId : null);
    if (changes.length > 0) await bumpRevision(tx, changes);
    await recordAudit(tx, ctx, {
      action: 'demo.remove',
      targetType: 'account',
      targetId: accountId,
      summary: `${counts.restApis} APIs, ${counts.functions} functions, ${counts.usagePlans} usage plans, ${counts.apiKeys} keys, ${counts.products} products.`,
    });
    return counts;
  });
  return { ...removed, publish: await publishChange(ctx) };
}
