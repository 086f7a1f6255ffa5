import type { ResourceNode } from '@/lib/contract/resource';
import { restApiRef } from '@/lib/contract/rest-api';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { listResources as listRows } from '@/lib/store/resources';
import { requireRestApi } from '@/lib/store/rest-apis';
import { toResourceNode } from './present';
import { sortTree } from './rules';

/** The whole tree as a flat list in display order. */
export async function listResources(ctx: Ctx, input: unknown): Promise<ResourceNode[]> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  const { restApiId } = parse(restApiRef, input);
  await requireRestApi(ctx.db, accountId, restApiId);
  return sortTree(await listRows(ctx.db, restApiId)).map(toResourceNode);
}
