import { type IamAccessKey, type IamIdentity, type IamPolicy, type IdentityKind, iamArn } from '@/lib/contract/iam';
import type { Tx } from '@/lib/store/client';
import { effectivePolicies, type IdentityRow, kindOf, type PolicyRow, requireIdentity } from '@/lib/store/iam';

/** Field by field: what is sealed is not among them. */
export function toIdentity(row: IdentityRow): IamIdentity {
  const kind = kindOf(row);
  return {
    ...{ kind, id: row.id, name: row.name, path: row.path, description: row.description, version: row.version },
    arn: iamArn(row.accountId, kind, row.path, row.name),
    trustPolicy: row.trustPolicy,
    maxSessionSeconds: row.maxSessionSeconds,
    groups: row.groups.map(({ group }) => group.name).sort(),
    members: row.members.map(({ user }) => user.name).sort(),
    attachedPolicies: row.attachments.map(({ policy }) => policy.name).sort(),
    inlinePolicies: row.inlinePolicies.map(({ name, document }) => ({ name, document })),
    effectivePolicies: effectivePolicies(row),
    accessKeys: row.accessKeys.map(toAccessKey),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export const toAccessKey = (key: IdentityRow['accessKeys'][number]): IamAccessKey => ({
  accessKeyId: key.id,
  active: key.active,
  createdAt: key.createdAt.toISOString(),
  lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
});

export const toPolicy = (row: PolicyRow): IamPolicy => ({
  ...{ id: row.id, name: row.name, path: row.path, description: row.description, document: row.document },
  arn: iamArn(row.accountId, 'policy', row.path, row.name),
  attachedTo: row.attachments.map(({ identity }) => ({ kind: kindOf(identity), name: identity.name })),
  version: row.version,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

export const describeIdentity = async (tx: Tx, accountId: string, kind: IdentityKind, name: string) =>
  toIdentity(await requireIdentity(tx, accountId, kind, name));
