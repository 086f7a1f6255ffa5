import { SECURITY_POLICIES, type SecurityPolicy } from '@/lib/contract/domain-name';
import { NotFoundError } from '@/lib/errors';
import type { DomainNameDefinition } from '@/lib/gateway/model';
import { newUuid } from '@/lib/ids';
import { logger } from '@/lib/logger';
import type { Db, Tx } from './client';
import type { BasePathMapping, DomainName } from './generated/sqlite/client';
import type { Secrets } from './secrets';

export type MappingRow = BasePathMapping & {
  readonly restApi: {
    readonly name: string;
    readonly disableExecuteApiEndpoint: boolean;
    readonly stages: readonly { readonly name: string }[];
  };
};
export type DomainNameRow = Omit<DomainName, 'securityPolicy'> & {
  readonly securityPolicy: SecurityPolicy;
  readonly mappings: readonly MappingRow[];
};

const WITH_MAPPINGS = {
  mappings: {
    include: {
      restApi: { select: { name: true, disableExecuteApiEndpoint: true, stages: { select: { name: true } } } },
    },
  },
} as const;

/** Names of other accounts are as unknown as names that never were. */
export async function requireDomainName(db: Db | Tx, accountId: string, name: string): Promise<DomainNameRow> {
  const row = await db.domainName.findUnique({ where: { name }, include: WITH_MAPPINGS });
  if (row === null || row.accountId !== accountId) throw new NotFoundError(`The custom domain name ${name}`);
  return toRow(row);
}

/** A to Z. */
export async function listDomainNameRows(db: Db, accountId: string): Promise<DomainNameRow[]> {
  const rows = await db.domainName.findMany({ where: { accountId }, include: WITH_MAPPINGS });
  return rows.map(toRow).sort((a, b) => a.name.localeCompare(b.name));
}

function toRow(row: DomainName & { mappings: MappingRow[] }): DomainNameRow {
  if (!(row.securityPolicy in SECURITY_POLICIES)) throw new Error(`Unexpected policy ${row.securityPolicy}.`);
  return {
    ...row,
    securityPolicy: row.securityPolicy as SecurityPolicy,
    mappings: row.mappings.sort((a, b) => a.basePath.localeCompare(b.basePath)),
  };
}

/**
 * Is the name taken, or does it share hosts with a name of another account? Both answer alike.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html
 */
export async function isNameTaken(db: Db | Tx, accountId: string, name: string): Promise<boolean> {
  const parent = name.slice(name.indexOf('.'));
  if ((await db.domainName.findUnique({ where: { name }, select: { id: true } })) !== null) return true;
  const others = await db.domainName.findMany({
    where: { name: name.startsWith('*.') ? { endsWith: parent } : `*${parent}`, accountId: { not: accountId } },
    select: { name: true },
  });
  return others.some((other) => other.name.slice(other.name.indexOf('.')) === parent);
}

/** Bound to the domain's id: a copied column opens nowhere else. */
export const sealPrivateKey = (secrets: Secrets, domainNameId: string, privateKey: string): string =>
  secrets.seal(privateKey, contextOf(domainNameId));

const contextOf = (domainNameId: string): string => `domain-name:${domainNameId}`;

type OwnColumns = Omit<DomainName, 'version' | 'updatedAt' | 'trustStore' | 'trustStoreVersion'>;

export async function insertDomainName(tx: Tx, row: OwnColumns): Promise<void> {
  await tx.domainName.create({ data: row, select: { id: true } });
}

export async function writeDomainName(
  tx: Tx,
  id: string,
  fields: Partial<Omit<DomainName, 'id' | 'accountId' | 'name' | 'version'>>,
): Promise<void> {
  await tx.domainName.update({ where: { id }, data: { ...fields, version: { increment: 1 } }, select: { id: true } });
}

export async function deleteDomainNameRow(tx: Tx, id: string): Promise<void> {
  await tx.domainName.delete({ where: { id }, select: { id: true } });
}

export interface NewMapping {
  readonly domainNameId: string;
  readonly basePath: string;
  readonly restApiId: string;
  readonly stageName: string;
}

export async function insertMapping(tx: Tx, mapping: NewMapping): Promise<void> {
  await tx.basePathMapping.create({ data: { id: newUuid(), ...mapping }, select: { id: true } });
}

export async function writeMapping(tx: Tx, id: string, fields: Omit<NewMapping, 'domainNameId'>): Promise<void> {
  await tx.basePathMapping.update({ where: { id }, data: fields, select: { id: true } });
}

export async function deleteMappingRow(tx: Tx, id: string): Promise<void> {
  await tx.basePathMapping.delete({ where: { id }, select: { id: true } });
}

/** The domain names that lead to an API, or to one of its stages by name. */
export async function listMappedNames(db: Db | Tx, restApiId: string, stageName?: string): Promise<string[]> {
  const rows = await db.basePathMapping.findMany({
    where: { restApiId, ...(stageName === undefined ? {} : { stageName }) },
    select: { domainName: { select: { name: true } } },
  });
  return [...new Set(rows.map(({ domainName }) => domainName.name))].sort();
}

export interface DomainNameChanges {
  readonly domainNames: readonly DomainNameDefinition[];
  readonly removedDomainNameIds: readonly string[];
}

/** What gateways serve, private keys decrypted; of every account. */
export async function readDomainNameChanges(
  db: Db,
  secrets: Secrets,
  ids: readonly string[] | 'all',
): Promise<DomainNameChanges> {
  if (ids.length === 0) return { domainNames: [], removedDomainNameIds: [] };
  const rows = await db.domainName.findMany({
    where: ids === 'all' ? {} : { id: { in: [...ids] } },
    include: WITH_MAPPINGS,
  });
  const domainNames: DomainNameDefinition[] = [];
  for (const row of rows) {
    try {
      domainNames.push(toPublished(secrets, toRow(row)));
    } catch (error) {
      logger.error({ domainName: row.name, err: error }, 'a custom domain name can’t be read: it stays as it was');
    }
  }
  const found = new Set(rows.map(({ id }) => id));
  return { domainNames, removedDomainNameIds: ids === 'all' ? [] : ids.filter((id) => !found.has(id)) };
}

function toPublished(secrets: Secrets, row: DomainNameRow): DomainNameDefinition {
  const { certificate, privateKeySealed, trustStore } = row;
  return {
    id: row.id,
    accountId: row.accountId,
    name: row.name,
    endpointType: row.endpointType === 'EDGE' ? 'EDGE' : 'REGIONAL',
    mappings: row.mappings.map(({ basePath, restApiId, stageName }) => ({ basePath, apiId: restApiId, stageName })),
    ...(certificate === null || privateKeySealed === null
      ? {}
      : {
          tls: {
            certificate,
            privateKey: secrets.open(privateKeySealed, contextOf(row.id)),
            minVersion: SECURITY_POLICIES[row.securityPolicy],
          },
        }),
    ...(trustStore === null
      ? {}
      : { trustStore: { certificates: trustStore, version: String(row.trustStoreVersion) } }),
  };
}
