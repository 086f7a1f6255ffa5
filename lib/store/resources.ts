import { NotFoundError } from '@/lib/errors';
import { newShortId } from '@/lib/ids';
import type { Db, Tx } from './client';
import type { Resource } from './generated/sqlite/client';

export type ResourceRow = Resource;

export interface ResourceWithMethods extends ResourceRow {
  readonly methods: readonly {
    readonly httpMethod: string;
    readonly apiKeyRequired: boolean;
    readonly integration: { readonly type: string } | null;
  }[];
}

const WITH_METHODS = {
  methods: { select: { httpMethod: true, apiKeyRequired: true, integration: { select: { type: true } } } },
} as const;

export async function listResources(db: Db | Tx, restApiId: string): Promise<ResourceWithMethods[]> {
  return db.resource.findMany({ where: { restApiId }, include: WITH_METHODS });
}

export async function requireResource(
  db: Db | Tx,
  restApiId: string,
  resourceId: string,
): Promise<ResourceWithMethods> {
  const row = await db.resource.findUnique({ where: { id: resourceId }, include: WITH_METHODS });
  if (row === null || row.restApiId !== restApiId) throw new NotFoundError(`The resource ${resourceId}`);
  return row;
}

export async function requireRootResource(db: Db | Tx, restApiId: string): Promise<ResourceRow> {
  return db.resource.findUniqueOrThrow({ where: { restApiId_path: { restApiId, path: '/' } } });
}

/** Six characters are few enough to meet again one day: take one that is free. */
async function newResourceId(tx: Tx): Promise<string> {
  for (;;) {
    const id = newShortId();
    if ((await tx.resource.count({ where: { id } })) === 0) return id;
  }
}

/** Gives everything below a path its new beginning, in one statement. The resource at the path itself is not touched. */
export async function movePathsBelow(tx: Tx, restApiId: string, from: string, to: string): Promise<void> {
  const prefix = `${from}/`;
  await tx.$executeRaw`
    UPDATE "Resource" SET "path" = ${to} || SUBSTR("path", CAST(${from.length + 1} AS INTEGER))
    WHERE "restApiId" = ${restApiId} AND SUBSTR("path", 1, CAST(${prefix.length} AS INTEGER)) = ${prefix}`;
}

export async function insertResource(
  tx: Tx,
  resource: Pick<ResourceRow, 'restApiId' | 'parentId' | 'pathPart' | 'path'>,
): Promise<string> {
  const id = await newResourceId(tx);
  await tx.resource.create({ data: { id, ...resource }, select: { id: true } });
  return id;
}

/** Writes the given fields under the row's next version. */
export async function writeResource(
  tx: Tx,
  resourceId: string,
  fields: Pick<ResourceRow, 'parentId' | 'pathPart' | 'path'>,
): Promise<void> {
  await tx.resource.update({
    where: { id: resourceId },
    data: { ...fields, version: { increment: 1 } },
    select: { id: true },
  });
}

/** Everything below goes by the database's own cascade. */
export async function deleteResourceRow(tx: Tx, resourceId: string): Promise<void> {
  await tx.resource.delete({ where: { id: resourceId }, select: { id: true } });
}
