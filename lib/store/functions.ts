import { NotFoundError } from '@/lib/errors';
import type { Db, Tx } from './client';
import type { FunctionAlias, FunctionPermission, LambdaFunction, Prisma } from './generated/sqlite/client';
import { readStringList } from './json';

/** The number under which $LATEST is kept. */
export const LATEST_NUMBER = 0;

export type FunctionRow = LambdaFunction;
export type AliasRow = FunctionAlias;
export type PermissionRow = FunctionPermission;

const VERSION = {
  number: true,
  description: true,
  handler: true,
  memoryMb: true,
  timeoutSeconds: true,
  environmentSealed: true,
  environmentNames: true,
  codeSha256: true,
  createdAt: true,
  code: { select: { sizeBytes: true } },
} satisfies Prisma.FunctionVersionSelect;

export interface VersionRecord {
  readonly number: number;
  readonly description: string;
  readonly handler: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly environmentSealed: string;
  readonly environmentNames: readonly string[];
  readonly codeSha256: string;
  readonly codeBytes: number;
  readonly createdAt: Date;
}

export interface FunctionRecord {
  readonly row: FunctionRow;
  /** Absent where the function is remote. */
  readonly latest: VersionRecord | undefined;
  /** Newest first. */
  readonly versions: readonly VersionRecord[];
  /** A to Z. */
  readonly aliases: readonly AliasRow[];
  /** Oldest first. */
  readonly permissions: readonly PermissionRow[];
}

const PARTS = {
  versions: { select: VERSION, orderBy: { number: 'desc' } },
  aliases: { orderBy: { name: 'asc' } },
  permissions: { orderBy: [{ createdAt: 'asc' }, { statementId: 'asc' }] },
} satisfies Prisma.LambdaFunctionInclude;
type RowWithParts = Prisma.LambdaFunctionGetPayload<{ include: typeof PARTS }>;

/** Names of other accounts' functions are as unknown as names that never were. */
export async function requireFunction(db: Db | Tx, accountId: string, name: string): Promise<FunctionRecord> {
  const found = await findFunction(db, accountId, name);
  if (found === undefined) throw new NotFoundError(`The function ${name}`);
  return found;
}

export async function findFunction(db: Db | Tx, accountId: string, name: string): Promise<FunctionRecord | undefined> {
  const row = await db.lambdaFunction.findUnique({ where: { accountId_name: { accountId, name } }, include: PARTS });
  return row === null ? undefined : toRecord(row);
}

/** A to Z. */
export async function listFunctionRecords(db: Db, accountId: string): Promise<FunctionRecord[]> {
  const rows = await db.lambdaFunction.findMany({ where: { accountId }, include: PARTS });
  return rows.map(toRecord).sort((a, b) => a.row.name.localeCompare(b.row.name));
}

/** What the runtime runs: of every account. */
export async function listFunctionRecordsById(db: Db, ids: readonly string[] | 'all'): Promise<FunctionRecord[]> {
  const where = ids === 'all' ? {} : { id: { in: [...ids] } };
  return (await db.lambdaFunction.findMany({ where, include: PARTS, orderBy: { id: 'asc' } })).map(toRecord);
}

function toRecord({ versions, aliases, permissions, ...row }: RowWithParts): FunctionRecord {
  const records = versions.map(toVersionRecord);
  return {
    row,
    latest: records.find(({ number }) => number === LATEST_NUMBER),
    versions: records.filter(({ number }) => number !== LATEST_NUMBER),
    aliases,
    permissions,
  };
}

function toVersionRecord({
  code,
  environmentNames,
  ...row
}: Prisma.FunctionVersionGetPayload<{ select: typeof VERSION }>): VersionRecord {
  return { ...row, environmentNames: readStringList(environmentNames), codeBytes: code.sizeBytes };
}

export type NewVersion = Omit<VersionRecord, 'codeBytes'>;

export interface NewFunction {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly description: string;
  readonly kind: string;
  readonly createdAt: Date;
  readonly endpointUrl?: string;
  readonly remoteName?: string;
  readonly remoteRegion?: string;
  readonly remoteAccessKeyId?: string | null;
  readonly remoteSecretSealed?: string | null;
}

export async function insertFunction(tx: Tx, row: NewFunction): Promise<void> {
  await tx.lambdaFunction.create({ data: row, select: { id: true } });
}

/** Under its next version. */
export async function writeFunction(
  tx: Tx,
  id: string,
  fields: Partial<Omit<NewFunction, 'id' | 'accountId' | 'name' | 'kind' | 'createdAt'>> & {
    readonly reservedConcurrency?: number | null;
    readonly lastVersion?: number;
  },
): Promise<void> {
  await tx.lambdaFunction.update({
    where: { id },
    data: { ...fields, version: { increment: 1 } },
    select: { id: true },
  });
}

export async function deleteFunctionRow(tx: Tx, id: string): Promise<void> {
  await tx.lambdaFunction.delete({ where: { id }, select: { id: true } });
}

export async function insertVersion(tx: Tx, functionId: string, row: NewVersion): Promise<void> {
  await tx.functionVersion.create({
    data: { functionId, ...row, environmentNames: [...row.environmentNames] },
    select: { number: true },
  });
}

export async function writeLatest(
  tx: Tx,
  functionId: string,
  { environmentNames, ...fields }: Partial<Omit<NewVersion, 'number' | 'createdAt'>>,
): Promise<void> {
  await tx.functionVersion.update({
    where: { functionId_number: { functionId, number: LATEST_NUMBER } },
    data: { ...fields, ...(environmentNames === undefined ? {} : { environmentNames: [...environmentNames] }) },
    select: { number: true },
  });
}

export async function deleteVersionRow(tx: Tx, functionId: string, number: number): Promise<void> {
  await tx.functionVersion.delete({ where: { functionId_number: { functionId, number } }, select: { number: true } });
}

export interface CodePackage {
  /** Hexadecimal, of the zip. */
  readonly sha256: string;
  readonly zip: Buffer;
  readonly unpackedBytes: number;
}

/** The same bytes are kept once, whoever uploads them. */
export async function keepCode(tx: Tx, { sha256, zip, unpackedBytes }: CodePackage): Promise<void> {
  const found = await tx.functionCode.findUnique({ where: { sha256 }, select: { sha256: true } });
  if (found !== null) return;
  await tx.functionCode.create({
    data: { sha256, zip: new Uint8Array(zip), sizeBytes: zip.length, unpackedBytes },
    select: { sha256: true },
  });
}

/** Of those named, lets go of what no version uses any more. */
export async function dropUnusedCode(tx: Tx, hashes: readonly string[]): Promise<void> {
  await tx.functionCode.deleteMany({ where: { sha256: { in: [...new Set(hashes)] }, versions: { none: {} } } });
}

/** The zip. */
export async function readCode(db: Db | Tx, sha256: string): Promise<Buffer> {
  const { zip } = await db.functionCode.findUniqueOrThrow({ where: { sha256 }, select: { zip: true } });
  return Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
}

export async function insertAlias(
  tx: Tx,
  row: { functionId: string; name: string; description: string; versionNumber: number },
): Promise<void> {
  await tx.functionAlias.create({ data: row, select: { name: true } });
}

export async function writeAlias(
  tx: Tx,
  functionId: string,
  name: string,
  fields: { description?: string; versionNumber?: number },
): Promise<void> {
  await tx.functionAlias.update({
    where: { functionId_name: { functionId, name } },
    data: { ...fields, version: { increment: 1 } },
    select: { name: true },
  });
}

export async function deleteAliasRow(tx: Tx, functionId: string, name: string): Promise<void> {
  await tx.functionAlias.delete({ where: { functionId_name: { functionId, name } }, select: { name: true } });
}

export async function insertPermission(tx: Tx, row: PermissionRow): Promise<void> {
  await tx.functionPermission.create({ data: row, select: { statementId: true } });
}

export async function deletePermissionRow(tx: Tx, functionId: string, statementId: string): Promise<void> {
  await tx.functionPermission.delete({
    where: { functionId_statementId: { functionId, statementId } },
    select: { statementId: true },
  });
}

/** An integration with a function's URI, as someone has drawn it up or as a stage serves it. */
export interface LambdaIntegration {
  readonly restApiId: string;
  readonly apiName: string;
  readonly path: string;
  readonly httpMethod: string;
  readonly uri: string;
  /** Absent: the working copy. */
  readonly stage?: { readonly name: string; readonly variables: unknown };
}

/** Of every API of the account. */
export async function listLambdaIntegrations(db: Db | Tx, accountId: string): Promise<LambdaIntegration[]> {
  // One after the other: inside a transaction there is one connection.
  const drafts = await db.integration.findMany({
    where: {
      type: { in: ['AWS', 'AWS_PROXY'] },
      uri: { contains: ':function:' },
      method: { resource: { restApi: { accountId } } },
    },
    select: {
      uri: true,
      method: {
        select: {
          httpMethod: true,
          resource: { select: { path: true, restApi: { select: { id: true, name: true } } } },
        },
      },
    },
  });
  const stages = await db.stage.findMany({
    where: { restApi: { accountId } },
    select: {
      name: true,
      variables: true,
      restApi: { select: { id: true, name: true } },
      deployment: { select: { definition: true } },
    },
  });
  return [
    ...drafts.map(({ uri, method: { httpMethod, resource } }) => ({
      restApiId: resource.restApi.id,
      apiName: resource.restApi.name,
      path: resource.path,
      httpMethod,
      uri: uri ?? '',
    })),
    ...stages.flatMap(({ name, variables, restApi, deployment }) =>
      deployedUris(deployment.definition).map((integration) => ({
        restApiId: restApi.id,
        apiName: restApi.name,
        ...integration,
        stage: { name, variables },
      })),
    ),
  ];
}

interface DeployedResource {
  readonly path: string;
  readonly methods: Readonly<Record<string, { readonly integration?: { readonly uri?: string } }>>;
}

/** Deployments are written by our own code from parsed parts and never edited. */
function deployedUris(definition: unknown): { path: string; httpMethod: string; uri: string }[] {
  const { resources = [] } = definition as { readonly resources?: readonly DeployedResource[] };
  return resources.flatMap(({ path, methods }) =>
    Object.entries(methods).flatMap(([httpMethod, { integration }]) =>
      integration?.uri?.includes(':function:') ? [{ path, httpMethod, uri: integration.uri }] : [],
    ),
  );
}
