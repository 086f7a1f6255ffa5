import type { DemoData } from '@/lib/contract/demo';
import { type Ctx, requireScope } from '@/lib/control/context';
import { countDemoData } from '@/lib/store/demo';

export async function getDemoData(ctx: Ctx): Promise<DemoData> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  return countDemoData(ctx.db, accountId);
}
