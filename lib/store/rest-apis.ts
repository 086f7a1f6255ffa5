import { NotFoundError } from '@/lib/errors';
import { newEntityId } from '@/lib/ids';
import type { Db, Tx } from './client';
import type { RestApi } from './generated/sqlite/client';
import { readStringList } from './json';
import { newDefaultModels } from './models';

export type RestApiRow = RestApi;

export const vpcEndpointIdsOf = (row: RestApiRow): string[] => readStringList(row.vpcEndpointIds ?? []);

export const binaryMediaTypesOf = (row: RestApiRow): string[] => readStringList(row.binaryMediaTypes ?? []);

/** Every access below an API starts here: ids of other accounts are as unknown as ids that never were. */
export async function requireRestApi(db: Db | Tx, accountId: string, restApiId: string): Promise<RestApiRow> {
  const row = await db.restApi.findUnique({ where: { id: restApiId } });
  if (row === null || row.accountId !== accountId) throw new NotFoundError(`The REST API ${restApiId}`);
  return row;
}

export async function listRestApiIds(db: Db, accountId: string): Promise<string[]> {
  const rows = await db.restApi.findMany({ where: { accountId }, select: { id: true } });
  return rows.map(({ id }) => id);
}

/** A to Z. */
export async function listRestApiRows(db: Db, accountId: string): Promise<RestApiRow[]> {
  const rows = await db.restApi.findMany({ where: { accountId } });
  return rows.sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
}

export interface DefinitionSize {
  readonly resourceCount: number;
  readonly methodCount: number;
}

/** How many resources and methods each API of an account has, by API id. */
export async function readDefinitionSizes(
  db: Db | Tx,
  accountId: string,
  restApiId?: string,
): Promise<ReadonlyMap<string, DefinitionSize>> {
  const rows = await db.$queryRaw<{ restApiId: string; resourceCount: bigint; methodCount: bigint }[]>`
    SELECT r."restApiId", COUNT(DISTINCT r."id") AS "resourceCount", COUNT(m."id") AS "methodCount"
    FROM "RestApi" a JOIN "Resource" r ON r."restApiId" = a."id" LEFT JOIN "Method" m ON m."resourceId" = r."id"
    WHERE a."accountId" = ${accountId} AND (${restApiId ?? '*'} = '*' OR a."id" = ${restApiId ?? '*'})
    GROUP BY r."restApiId"`;
  return new Map(
    rows.map((row) => [
      row.restApiId,
      { resourceCount: Number(row.resourceCount), methodCount: Number(row.methodCount) },
    ]),
  );
}

/** The working copy is no longer what it was: stages that run an older copy are behind from now on. */
export async function touchDefinition(tx: Tx, restApiId: string): Promise<void> {
  await tx.restApi.update({
    where: { id: restApiId },
    data: { definitionVersion: { increment: 1 } },
    select: { id: true },
  });
}

export interface Dependents {
  readonly usagePlans: { readonly id: string; readonly name: string }[];
  readonly products: { readonly id: string; readonly title: string; readonly activeSubscriptionCount: number }[];
}

/** What sells or limits these stages, and so goes with them. */
export async function readDependents(
  db: Db | Tx,
  where: { readonly restApiId: string } | { readonly stageId: string },
): Promise<Dependents> {
  const stage = 'stageId' in where ? { id: where.stageId } : { restApiId: where.restApiId };
  const usagePlans = await db.usagePlan.findMany({
    where: { stages: { some: { stage } } },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  });
  const products = await db.product.findMany({
    where: { stage },
    select: {
      id: true,
      title: true,
      _count: { select: { subscriptions: { where: { status: { in: ['ACTIVE', 'PENDING'] } } } } },
    },
    orderBy: { title: 'asc' },
  });
  return {
    usagePlans,
    products: products.map(({ id, title, _count }) => ({
      id,
      title,
      activeSubscriptionCount: _count.subscriptions,
    })),
  };
}

export interface NewRestApi {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly description: string;
  readonly endpointType: string;
  readonly createdAt: Date;
}

/** With its root resource and the models that every API has. */
export async function insertRestApi(tx: Tx, restApi: NewRestApi): Promise<RestApiRow> {
  const root = { id: newEntityId(), pathPart: '', path: '/' };
  return tx.restApi.create({
    data: { ...restApi, resources: { create: root }, models: { create: newDefaultModels() } },
  });
}

/** Writes the given fields under the row's next version. */
export async function writeRestApi(
  tx: Tx,
  restApiId: string,
  fields: Partial<
    Pick<
      RestApiRow,
      'name' | 'description' | 'disableExecuteApiEndpoint' | 'minimumCompressionSize' | 'endpointType' | 'policy'
    > & {
      binaryMediaTypes: string[];
      vpcEndpointIds: string[];
    }
  >,
  options: { readonly touchDefinition: boolean },
): Promise<RestApiRow> {
  return tx.restApi.update({
    where: { id: restApiId },
    data: {
      ...fields,
      version: { increment: 1 },
      ...(options.touchDefinition ? { definitionVersion: { increment: 1 } } : {}),
    },
  });
}

/** Stages go first: they hold on to their deployments. */
export async function deleteRestApiRow(tx: Tx, restApiId: string): Promise<void> {
  await tx.stage.deleteMany({ where: { restApiId } });
  await tx.restApi.delete({ where: { id: restApiId }, select: { id: true } });
}
