import type { MethodKey } from '@/lib/contract/common';
import { methodKey } from '@/lib/contract/common';
import { DEFAULT_MODELS, type ModelUse, modelUrl } from '@/lib/contract/model';
import { ConflictError, NotFoundError } from '@/lib/errors';
import type { ModelDefinition } from '@/lib/gateway/model';
import { newEntityId } from '@/lib/ids';
import type { Db, Tx } from './client';
import type { Model } from './generated/sqlite/client';
import { readStringMap } from './json';

export type ModelRecord = Model;

/** A to Z. */
export async function listModelRecords(db: Db | Tx, restApiId: string): Promise<ModelRecord[]> {
  const rows = await db.model.findMany({ where: { restApiId } });
  return rows.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function requireModel(db: Db | Tx, restApiId: string, name: string): Promise<ModelRecord> {
  const row = await db.model.findUnique({ where: { restApiId_name: { restApiId, name } } });
  if (row === null) throw new NotFoundError(`The model ${name}`);
  return row;
}

type ModelFields = Pick<ModelRecord, 'name' | 'contentType' | 'description' | 'schema'>;

export async function insertModel(tx: Tx, restApiId: string, fields: ModelFields): Promise<ModelRecord> {
  const taken = await tx.model.findUnique({ where: { restApiId_name: { restApiId, name: fields.name } } });
  if (taken !== null) {
    const message = 'Model name already exists for this REST API';
    throw new ConflictError(message, { name: [message] });
  }
  return tx.model.create({ data: { id: newEntityId(), restApiId, ...fields } });
}

/** Writes the row anew under its next version. */
export async function writeModel(
  tx: Tx,
  id: string,
  fields: Pick<ModelRecord, 'description' | 'schema'>,
): Promise<ModelRecord> {
  return tx.model.update({ where: { id }, data: { ...fields, version: { increment: 1 } } });
}

export async function deleteModelRow(tx: Tx, id: string): Promise<void> {
  await tx.model.delete({ where: { id }, select: { id: true } });
}

/** What a new API begins with. */
export const newDefaultModels = (): (ModelFields & { readonly id: string })[] =>
  DEFAULT_MODELS.map((model) => ({ ...model, id: newEntityId() }));

export const toModelDefinitions = (records: readonly ModelRecord[]): Record<string, ModelDefinition> =>
  Object.fromEntries(
    records.map(({ name, contentType, description, schema }) => [name, { contentType, description, schema }]),
  );

/** By the name of the model: methods in the order of their paths, then other models. */
export async function readModelUses(
  db: Db | Tx,
  restApiId: string,
  models: readonly ModelRecord[],
): Promise<ReadonlyMap<string, ModelUse[]>> {
  const uses = new Map<string, ModelUse[]>(models.map(({ name }) => [name, []]));
  const add = (name: string, use: ModelUse): void => void uses.get(name)?.push(use);
  for (const method of await listMethodModels(db, restApiId)) {
    const { resourceId, path, httpMethod } = method;
    for (const [mediaType, name] of Object.entries(method.requestModels)) {
      add(name, { kind: 'request', resourceId, path, httpMethod, where: mediaType });
    }
    for (const { statusCode, responseModels } of method.responses) {
      for (const [mediaType, name] of Object.entries(responseModels)) {
        add(name, { kind: 'response', resourceId, path, httpMethod, where: `${statusCode} ${mediaType}` });
      }
    }
  }
  for (const { name: modelName, schema } of models) {
    for (const name of referredModels(schema, restApiId)) {
      if (name !== modelName) add(name, { kind: 'model', modelName });
    }
  }
  return uses;
}

interface MethodModels {
  readonly resourceId: string;
  readonly path: string;
  readonly httpMethod: MethodKey;
  readonly requestModels: Readonly<Record<string, string>>;
  readonly responses: readonly {
    readonly statusCode: string;
    readonly responseModels: Readonly<Record<string, string>>;
  }[];
}

async function listMethodModels(db: Db | Tx, restApiId: string): Promise<MethodModels[]> {
  const rows = await db.method.findMany({
    where: { resource: { restApiId } },
    select: {
      resourceId: true,
      httpMethod: true,
      requestModels: true,
      resource: { select: { path: true } },
      methodResponses: { select: { statusCode: true, responseModels: true } },
    },
  });
  return rows
    .map((row) => ({
      resourceId: row.resourceId,
      path: row.resource.path,
      httpMethod: methodKey.parse(row.httpMethod),
      requestModels: readStringMap(row.requestModels),
      responses: row.methodResponses
        .map(({ statusCode, responseModels }) => ({ statusCode, responseModels: readStringMap(responseModels) }))
        .sort((a, b) => (a.statusCode < b.statusCode ? -1 : 1)),
    }))
    .sort((a, b) => (a.path === b.path ? (a.httpMethod < b.httpMethod ? -1 : 1) : a.path < b.path ? -1 : 1));
}

/** By the URLs in its text; JSON may write "/" as "\/". */
function referredModels(schema: string, restApiId: string): ReadonlySet<string> {
  const [, ...parts] = schema.replaceAll('\\/', '/').split(modelUrl(restApiId, ''));
  return new Set(parts.flatMap((part) => /^[A-Za-z0-9]+/.exec(part)?.[0] ?? []));
}
