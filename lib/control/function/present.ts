import {
  FUNCTION_KINDS,
  type FunctionDetail,
  type FunctionSummary,
  type FunctionVersion,
  LATEST,
} from '@/lib/contract/function';
import { functionArn } from '@/lib/contract/function-arn';
import { env } from '@/lib/env';
import type { Db, Tx } from '@/lib/store/client';
import { type FunctionRecord, LATEST_NUMBER, requireFunction, type VersionRecord } from '@/lib/store/functions';
import { listCallers } from './callers';

export function toFunctionSummary({ row, latest, versions, aliases }: FunctionRecord): FunctionSummary {
  const kind = FUNCTION_KINDS.find((candidate) => candidate === row.kind);
  if (kind === undefined) throw new Error(`Unexpected kind of function ${row.kind} in the database.`);
  return {
    name: row.name,
    arn: functionArn(env.region, row.accountId, row.name),
    kind,
    description: row.description,
    memoryMb: latest?.memoryMb ?? null,
    timeoutSeconds: latest?.timeoutSeconds ?? null,
    codeBytes: latest?.codeBytes ?? null,
    versionNumbers: versions.map(({ number }) => number),
    aliases: aliases.map(({ name }) => name),
    demo: row.demo,
    updatedAt: row.updatedAt.toISOString(),
  };
}

export async function describeFunction(db: Db | Tx, accountId: string, name: string): Promise<FunctionDetail> {
  const record = await requireFunction(db, accountId, name);
  const callers = await listCallers(db, accountId, name);
  return toFunctionDetail(record, callers);
}

function toFunctionDetail(record: FunctionRecord, callers: Awaited<ReturnType<typeof listCallers>>): FunctionDetail {
  const { row, latest, versions, aliases, permissions } = record;
  return {
    ...toFunctionSummary(record),
    version: row.version,
    reservedConcurrency: row.reservedConcurrency,
    latest: latest === undefined ? null : toVersion(latest),
    versions: versions.map(toVersion),
    aliasDetails: aliases.map(({ name, description, versionNumber, version }) => ({
      name,
      description,
      functionVersion: versionNumber === LATEST_NUMBER ? LATEST : String(versionNumber),
      version,
    })),
    permissions: permissions.map(({ statementId, qualifier, principal, sourceArn }) => ({
      statementId,
      qualifier,
      principal,
      sourceArn,
    })),
    remote:
      row.endpointUrl === null || row.remoteName === null
        ? null
        : {
            endpointUrl: row.endpointUrl,
            remoteName: row.remoteName,
            region: row.remoteRegion ?? '',
            accessKeyId: row.remoteAccessKeyId,
          },
    usedBy: callers.map(({ qualifier: _qualifier, ...caller }) => caller),
    createdAt: row.createdAt.toISOString(),
  };
}

function toVersion({
  environmentSealed: _sealed,
  environmentNames,
  createdAt,
  ...version
}: VersionRecord): FunctionVersion {
  return { ...version, environmentNames: [...environmentNames], createdAt: createdAt.toISOString() };
}
