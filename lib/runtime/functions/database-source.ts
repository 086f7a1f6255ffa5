import { join } from 'node:path';
import { logger } from '@/lib/logger';
import type { Db } from '@/lib/store/client';
import { openEnvironment, openRemoteSecret } from '@/lib/store/function-secrets';
import {
  type FunctionRecord,
  LATEST_NUMBER,
  listFunctionRecordsById,
  readCode,
  type VersionRecord,
} from '@/lib/store/functions';
import type { Secrets } from '@/lib/store/secrets';
import { CodeCache } from './code-cache';
import type {
  FunctionChanges,
  FunctionDefinition,
  FunctionSource,
  FunctionVersion,
  LocalFunction,
  RemoteFunction,
} from './model';

/** Functions from the database, their code unpacked into the data dir's cache. */
export class DatabaseFunctionSource implements FunctionSource {
  readonly #db: Db;
  readonly #secrets: Secrets;
  readonly #code: CodeCache;

  constructor(options: Readonly<{ db: Db; secrets: Secrets; dataDir: string }>) {
    this.#db = options.db;
    this.#secrets = options.secrets;
    this.#code = new CodeCache({
      folder: join(options.dataDir, 'functions', 'code'),
      read: (sha256) => readCode(options.db, sha256),
    });
  }

  async load(functionIds: readonly string[] | 'all'): Promise<FunctionChanges> {
    const records = await listFunctionRecordsById(this.#db, functionIds);
    const functions: FunctionDefinition[] = [];
    for (const record of records) {
      try {
        functions.push(record.row.kind === 'remote' ? this.#remote(record) : await this.#local(record));
      } catch (error) {
        logger.error({ functionId: record.row.id, err: error }, 'a function can’t be loaded: it stays as it was');
      }
    }
    const found = new Set(records.map(({ row }) => row.id));
    return {
      full: functionIds === 'all',
      functions,
      removedFunctionIds: functionIds === 'all' ? [] : functionIds.filter((id) => !found.has(id)),
    };
  }

  async #local(record: FunctionRecord): Promise<LocalFunction> {
    const { row, latest, versions } = record;
    const all = latest === undefined ? versions : [latest, ...versions];
    return {
      ...shared(record),
      kind: 'local',
      ...(row.reservedConcurrency === null ? {} : { reservedConcurrency: row.reservedConcurrency }),
      versions: await Promise.all(all.map((version) => this.#version(row.id, version))),
      aliases: Object.fromEntries(record.aliases.map(({ name, versionNumber }) => [name, versionName(versionNumber)])),
    };
  }

  async #version(functionId: string, version: VersionRecord): Promise<FunctionVersion> {
    const { number, codeSha256, handler, memoryMb, timeoutSeconds, environmentSealed } = version;
    return {
      version: versionName(number),
      code: { kind: 'directory', sha256: codeSha256, path: await this.#code.folderOf(codeSha256) },
      handler,
      environment: openEnvironment(this.#secrets, functionId, environmentSealed),
      memoryMb,
      timeoutMs: timeoutSeconds * 1000,
    };
  }

  #remote(record: FunctionRecord): RemoteFunction {
    const { id, endpointUrl, remoteName, remoteRegion, remoteAccessKeyId, remoteSecretSealed } = record.row;
    if (endpointUrl === null || remoteName === null) throw new Error('It names no endpoint.');
    return {
      ...shared(record),
      kind: 'remote',
      endpointUrl,
      remoteName,
      ...(remoteAccessKeyId === null || remoteSecretSealed === null
        ? {}
        : {
            credentials: {
              accessKeyId: remoteAccessKeyId,
              ...openRemoteSecret(this.#secrets, id, remoteSecretSealed),
              region: remoteRegion ?? '',
            },
          }),
    };
  }
}

function shared({ row, permissions }: FunctionRecord) {
  return {
    id: row.id,
    accountId: row.accountId,
    name: row.name,
    permissions: permissions.map(({ statementId, sourceArn, qualifier }) => ({
      statementId,
      ...(sourceArn === null ? { sourceAccount: row.accountId } : { sourceArn }),
      ...(qualifier === null ? {} : { qualifier }),
    })),
  };
}

const versionName = (number: number): string => (number === LATEST_NUMBER ? '$LATEST' : String(number));
