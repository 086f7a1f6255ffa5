import type { ModelDetail } from '@/lib/contract/model';
import { restApiRef } from '@/lib/contract/rest-api';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { listModelRecords, readModelUses } from '@/lib/store/models';
import { requireRestApi } from '@/lib/store/rest-apis';
import { toModelDetail } from './present';

/** A to Z, each with what refers to it. */
export async function listModels(ctx: Ctx, input: unknown): Promise<ModelDetail[]> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  const { restApiId } = parse(restApiRef, input);
  await requireRestApi(ctx.db, accountId, restApiId);
  const records = await listModelRecords(ctx.db, restApiId);
  const uses = await readModelUses(ctx.db, restApiId, records);
  return records.map((record) => toModelDetail(record, uses.get(record.name) ?? []));
}
