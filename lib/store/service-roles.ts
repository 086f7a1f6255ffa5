import { z } from 'zod';
import { type ServiceGrant, serviceGrants } from '@/lib/contract/service-role';
import { NotFoundError } from '@/lib/errors';
import type { ServiceRole as PublishedRole } from '@/lib/gateway/model';
import { logger } from '@/lib/logger';
import type { Db, Tx } from './client';
import type { ServiceRole } from './generated/sqlite/client';
import type { Secrets } from './secrets';

export type ServiceRoleRow = Omit<ServiceRole, 'services'> & { readonly services: readonly ServiceGrant[] };

/** Names of other accounts' roles are as unknown as names that never were. */
export async function requireServiceRole(db: Db | Tx, accountId: string, name: string): Promise<ServiceRoleRow> {
  const row = await findServiceRole(db, accountId, name);
  if (row === undefined) throw new NotFoundError(`The service role ${name}`);
  return row;
}

export async function findServiceRole(
  db: Db | Tx,
  accountId: string,
  name: string,
): Promise<ServiceRoleRow | undefined> {
  const row = await db.serviceRole.findUnique({ where: { accountId_name: { accountId, name } } });
  return row === null ? undefined : toRow(row);
}

/** A to Z. */
export async function listServiceRoleRows(db: Db, accountId: string): Promise<ServiceRoleRow[]> {
  const rows = await db.serviceRole.findMany({ where: { accountId } });
  return rows.map(toRow).sort((a, b) => a.name.localeCompare(b.name));
}

const toRow = (row: ServiceRole): ServiceRoleRow => ({ ...row, services: serviceGrants.parse(row.services) });

export interface RoleSecret {
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** The columns of an access key. Bound to the role's id: a copied column opens nowhere else. */
export function sealCredentials(
  secrets: Secrets,
  roleId: string,
  { accessKeyId, ...secret }: RoleSecret & { readonly accessKeyId: string },
  now: Date,
) {
  return {
    accessKeyId,
    secretSealed: secrets.seal(JSON.stringify(secret), contextOf(roleId)),
    hasSessionToken: secret.sessionToken !== undefined && secret.sessionToken !== '',
    credentialsChangedAt: now,
  };
}

const contextOf = (roleId: string): string => `service-role:${roleId}`;
const roleSecret = z.object({ secretAccessKey: z.string(), sessionToken: z.string().optional() });

export async function insertServiceRole(
  tx: Tx,
  { services, ...row }: Omit<ServiceRoleRow, 'version' | 'updatedAt'>,
): Promise<void> {
  await tx.serviceRole.create({ data: { ...row, services: [...services] }, select: { id: true } });
}

export async function writeServiceRole(
  tx: Tx,
  id: string,
  { services, ...fields }: Partial<Omit<ServiceRoleRow, 'id' | 'accountId' | 'name' | 'version'>>,
): Promise<void> {
  await tx.serviceRole.update({
    where: { id },
    data: { ...fields, ...(services === undefined ? {} : { services: [...services] }), version: { increment: 1 } },
    select: { id: true },
  });
}

export async function deleteServiceRoleRow(tx: Tx, id: string): Promise<void> {
  await tx.serviceRole.delete({ where: { id }, select: { id: true } });
}

export interface RoleChanges {
  readonly serviceRoles: readonly PublishedRole[];
  readonly removedServiceRoleIds: readonly string[];
}

/** What gateways sign with, decrypted; of every account. */
export async function readRoleChanges(db: Db, secrets: Secrets, ids: readonly string[] | 'all'): Promise<RoleChanges> {
  if (ids.length === 0) return { serviceRoles: [], removedServiceRoleIds: [] };
  const rows = await db.serviceRole.findMany({ where: ids === 'all' ? {} : { id: { in: [...ids] } } });
  const serviceRoles: PublishedRole[] = [];
  for (const row of rows) {
    try {
      serviceRoles.push(toPublished(secrets, toRow(row)));
    } catch (error) {
      logger.error({ serviceRoleId: row.id, err: error }, 'a service role can’t be read: it stays as it was');
    }
  }
  const found = new Set(rows.map(({ id }) => id));
  return { serviceRoles, removedServiceRoleIds: ids === 'all' ? [] : ids.filter((id) => !found.has(id)) };
}

function toPublished(secrets: Secrets, row: ServiceRoleRow): PublishedRole {
  const { secretAccessKey, sessionToken = '' } = roleSecret.parse(
    JSON.parse(secrets.open(row.secretSealed, contextOf(row.id))),
  );
  return {
    roleId: row.id,
    accountId: row.accountId,
    name: row.name,
    accessKeyId: row.accessKeyId,
    secretAccessKey,
    ...(sessionToken === '' ? {} : { sessionToken }),
    services: row.services.map(({ service, region, endpoint }) => ({
      service,
      ...(region === '' ? {} : { region }),
      ...(endpoint === '' ? {} : { endpoint }),
    })),
  };
}

/** An integration that names a role, as someone has drawn it up or as a stage serves it. */
export interface RoleIntegration {
  readonly restApiId: string;
  readonly apiName: string;
  readonly path: string;
  readonly httpMethod: string;
  readonly credentials: string;
  /** Absent: the working copy. */
  readonly stage?: { readonly name: string; readonly variables: unknown };
}

/** Of every API of the account. */
export async function listRoleIntegrations(db: Db | Tx, accountId: string): Promise<RoleIntegration[]> {
  // One after the other: inside a transaction there is one connection.
  const drafts = await db.integration.findMany({
    where: { credentials: { not: null }, method: { resource: { restApi: { accountId } } } },
    select: {
      credentials: true,
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
      canary: { select: { stageVariableOverrides: true, deployment: { select: { definition: true } } } },
    },
  });
  return [
    ...drafts.map(({ credentials, method: { httpMethod, resource } }) => ({
      restApiId: resource.restApi.id,
      apiName: resource.restApi.name,
      path: resource.path,
      httpMethod,
      credentials: credentials ?? '',
    })),
    ...stages.flatMap(({ name, variables, restApi, deployment, canary }) => {
      const served = [{ definition: deployment.definition, variables }];
      if (canary !== null) {
        const overridden = { ...Object(variables), ...Object(canary.stageVariableOverrides) };
        served.push({ definition: canary.deployment.definition, variables: overridden });
      }
      return served.flatMap((one) =>
        deployedCredentials(one.definition).map((integration) => ({
          restApiId: restApi.id,
          apiName: restApi.name,
          ...integration,
          stage: { name, variables: one.variables },
        })),
      );
    }),
  ];
}

interface DeployedResource {
  readonly path: string;
  readonly methods: Readonly<Record<string, { readonly integration?: { readonly credentials?: string } }>>;
}

/** Deployments are written by our own code from parsed parts and never edited. */
function deployedCredentials(definition: unknown): { path: string; httpMethod: string; credentials: string }[] {
  const { resources = [] } = definition as { readonly resources?: readonly DeployedResource[] };
  return resources.flatMap(({ path, methods }) =>
    Object.entries(methods).flatMap(([httpMethod, { integration }]) =>
      integration?.credentials === undefined ? [] : [{ path, httpMethod, credentials: integration.credentials }],
    ),
  );
}
