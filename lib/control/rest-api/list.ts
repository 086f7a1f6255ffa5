import { listRestApisInput, type RestApiSummary } from '@/lib/contract/rest-api';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { listRestApiRows, readDefinitionSizes } from '@/lib/store/rest-apis';
import { listStageRecords } from '@/lib/store/stages';
import { toRestApiSummary } from './present';

export async function listRestApis(ctx: Ctx, input: unknown): Promise<RestApiSummary[]> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  const search = parse(listRestApisInput, input).search.toLowerCase();
  const [rows, sizes, stages] = await Promise.all([
    listRestApiRows(ctx.db, accountId),
    readDefinitionSizes(ctx.db, accountId),
    listStageRecords(ctx.db, { accountId }),
  ]);
  return rows
    .filter(({ id, name, description }) => `${id}\n${name}\n${description}`.toLowerCase().includes(search))
    .map((row) =>
      toRestApiSummary(
        row,
        sizes.get(row.id),
        stages.filter(({ restApiId }) => restApiId === row.id),
      ),
    );
}
