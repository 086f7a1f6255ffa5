import { type IdentityKind, iamArn, identityKind } from '@/lib/contract/iam';
import { NotFoundError } from '@/lib/errors';
import type { IamPrincipalDefinition } from '@/lib/gateway/model';
import { logger } from '@/lib/logger';
import type { Db, Tx } from './client';
import type { Prisma } from './generated/sqlite/client';
import type { EntityChange } from './revision';
import type { Secrets } from './secrets';

const POLICIES = {
  inlinePolicies: { select: { name: true, document: true } },
  attachments: { select: { policy: { select: { id: true, name: true, document: true } } } },
} as const;

const IDENTITY = {
  ...POLICIES,
  accessKeys: true,
  groups: { select: { group: { select: { id: true, name: true, ...POLICIES } } } },
  members: { select: { user: { select: { id: true, name: true } } } },
} as const;

export type IdentityRow = Prisma.IamIdentityGetPayload<{ include: typeof IDENTITY }>;

const POLICY = { attachments: { select: { identity: { select: { id: true, kind: true, name: true } } } } } as const;
export type PolicyRow = Prisma.IamPolicyGetPayload<{ include: typeof POLICY }>;

const LABELS: Readonly<Record<IdentityKind, string>> = { user: 'The user', group: 'The group', role: 'The role' };

export const kindOf = (row: { readonly kind: string }): IdentityKind => identityKind.parse(row.kind);

export async function findIdentity(
  db: Db | Tx,
  accountId: string,
  kind: IdentityKind,
  name: string,
): Promise<IdentityRow | null> {
  return db.iamIdentity.findUnique({ where: { accountId_kind_name: { accountId, kind, name } }, include: IDENTITY });
}

/** Names of other accounts' are as unknown as names that never were. */
export async function requireIdentity(
  db: Db | Tx,
  accountId: string,
  kind: IdentityKind,
  name: string,
): Promise<IdentityRow> {
  const row = await findIdentity(db, accountId, kind, name);
  if (row === null) throw new NotFoundError(`${LABELS[kind]} ${name}`);
  return row;
}

export async function listIdentityRows(db: Db, accountId: string): Promise<IdentityRow[]> {
  const rows = await db.iamIdentity.findMany({ where: { accountId }, include: IDENTITY });
  return rows.sort((a, b) => a.name.localeCompare(b.name));
}

export async function findPolicy(db: Db | Tx, accountId: string, name: string): Promise<PolicyRow | null> {
  return db.iamPolicy.findUnique({ where: { accountId_name: { accountId, name } }, include: POLICY });
}

export async function requirePolicy(db: Db | Tx, accountId: string, name: string): Promise<PolicyRow> {
  const row = await findPolicy(db, accountId, name);
  if (row === null) throw new NotFoundError(`The policy ${name}`);
  return row;
}

export async function listPolicyRows(db: Db, accountId: string): Promise<PolicyRow[]> {
  const rows = await db.iamPolicy.findMany({ where: { accountId }, include: POLICY });
  return rows.sort((a, b) => a.name.localeCompare(b.name));
}

/** Bound to the key's id: a copied column opens nowhere else. */
export const sealSecretKey = (secrets: Secrets, accessKeyId: string, secretAccessKey: string): string =>
  secrets.seal(secretAccessKey, contextOf(accessKeyId));
const contextOf = (accessKeyId: string): string => `iam-access-key:${accessKeyId}`;

/** Whose permissions change with an identity's: its own, or its members'. */
export const principalChanges = (identity: Pick<IdentityRow, 'id' | 'kind' | 'members'>): EntityChange[] =>
  identity.kind === 'group'
    ? identity.members.map(({ user }) => principalChange(user.id))
    : [principalChange(identity.id)];

export const principalChange = (entityId: string): EntityChange => ({ kind: 'iam-principal', entityId });

/** Whose permissions change with a managed policy's text. */
export async function policyChanges(tx: Tx, policy: PolicyRow): Promise<EntityChange[]> {
  const ids = policy.attachments.map(({ identity }) => identity.id);
  const members = await tx.iamMembership.findMany({ where: { groupId: { in: ids } }, select: { userId: true } });
  const direct = policy.attachments.filter(({ identity }) => identity.kind !== 'group');
  return [...direct.map(({ identity }) => identity.id), ...members.map(({ userId }) => userId)].map(principalChange);
}

export interface EffectivePolicy {
  readonly name: string;
  readonly document: string;
  /** "inline", "managed", "group admins". */
  readonly from: string;
}

/** In the order in which they are listed and consulted: own first. A document that comes twice counts once. */
export function effectivePolicies(row: IdentityRow): EffectivePolicy[] {
  const found: EffectivePolicy[] = row.inlinePolicies.map((policy) => ({ ...policy, from: 'inline' }));
  const seen = new Set<string>();
  const addManaged = (attachments: IdentityRow['attachments'], from: string) => {
    for (const { policy } of attachments) {
      if (seen.has(policy.id)) continue;
      seen.add(policy.id);
      found.push({ name: policy.name, document: policy.document, from });
    }
  };
  addManaged(row.attachments, 'managed');
  for (const { group } of row.groups) {
    for (const policy of group.inlinePolicies) found.push({ ...policy, from: `group ${group.name}` });
    addManaged(group.attachments, `group ${group.name}`);
  }
  return found;
}

export interface PrincipalChanges {
  readonly iamPrincipals: readonly IamPrincipalDefinition[];
  readonly removedIamPrincipalIds: readonly string[];
}

const IDS_PER_QUERY = 500;

/** What gateways check signatures and permissions with, secrets decrypted; of every account. */
export async function readPrincipals(
  db: Db,
  secrets: Secrets,
  ids: readonly string[] | 'all',
): Promise<PrincipalChanges> {
  const rows: IdentityRow[] = [];
  if (ids === 'all') {
    rows.push(...(await db.iamIdentity.findMany({ where: { kind: { not: 'group' } }, include: IDENTITY })));
  } else {
    for (let from = 0; from < ids.length; from += IDS_PER_QUERY) {
      const some = ids.slice(from, from + IDS_PER_QUERY);
      rows.push(...(await db.iamIdentity.findMany({ where: { id: { in: some } }, include: IDENTITY })));
    }
  }
  const found = new Set(rows.map(({ id }) => id));
  return {
    iamPrincipals: rows.map((row) => toPrincipal(secrets, row)),
    removedIamPrincipalIds: ids === 'all' ? [] : ids.filter((id) => !found.has(id)),
  };
}

function toPrincipal(secrets: Secrets, row: IdentityRow): IamPrincipalDefinition {
  return {
    principalId: row.id,
    accountId: row.accountId,
    kind: row.kind === 'role' ? 'role' : 'user',
    name: row.name,
    arn: iamArn(row.accountId, kindOf(row), row.path, row.name),
    accessKeys: row.accessKeys.flatMap(({ id, secretSealed, active }) => {
      try {
        return [{ accessKeyId: id, secretAccessKey: secrets.open(secretSealed, contextOf(id)), active }];
      } catch (error) {
        logger.error({ accessKeyId: id, err: error }, 'an access key can’t be read: nobody can sign with it');
        return [];
      }
    }),
    policies: effectivePolicies(row).map(({ name, document }) => ({ name, document })),
  };
}
