import {
  createUserPoolGroupInput,
  putResourceServerInput,
  type ResourceServer,
  resourceServerRef,
  type UserPoolGroup,
  userPoolGroupRef,
  userPoolRef,
} from '@/lib/contract/user-pool';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { ConflictError, InvalidInputError, NotFoundError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import {
  deleteGroupRow,
  deleteServerRow,
  hasGroup,
  insertGroup,
  listClientRows,
  listGroupRows,
  listServerRows,
  putServerRow,
  requirePool,
} from '@/lib/store/user-pools';

export async function listUserPoolGroups(ctx: Ctx, input: unknown): Promise<UserPoolGroup[]> {
  const { accountId } = requireScope(ctx, 'user-pool:read');
  const { userPoolId } = parse(userPoolRef, input);
  await requirePool(ctx.db, accountId, userPoolId);
  return (await listGroupRows(ctx.db, userPoolId)).map(({ name, description, precedence, userCount, createdAt }) => ({
    ...{ name, description, precedence, userCount },
    createdAt: createdAt.toISOString(),
  }));
}

export async function createUserPoolGroup(ctx: Ctx, input: unknown): Promise<{ readonly name: string }> {
  const { accountId } = requireScope(ctx, 'user-pool:write');
  const { userPoolId, ...fields } = parse(createUserPoolGroupInput, input);
  await transaction(ctx.db, async (tx) => {
    await requirePool(tx, accountId, userPoolId);
    if (await hasGroup(tx, userPoolId, fields.name)) {
      const message = 'A group with the name already exists.';
      throw new ConflictError(message, { name: [message] });
    }
    await insertGroup(tx, { ...fields, userPoolId, createdAt: ctx.clock.now() });
    await recordAudit(tx, ctx, {
      action: 'user-pool-group.create',
      targetType: 'user-pool',
      targetId: userPoolId,
      targetName: fields.name,
    });
  });
  return { name: fields.name };
}

/** Its users stay; tokens that are out name it until they expire. */
export async function deleteUserPoolGroup(ctx: Ctx, input: unknown): Promise<{ readonly name: string }> {
  const { accountId } = requireScope(ctx, 'user-pool:write');
  const { userPoolId, groupName } = parse(userPoolGroupRef, input);
  await transaction(ctx.db, async (tx) => {
    await requirePool(tx, accountId, userPoolId);
    if (!(await deleteGroupRow(tx, userPoolId, groupName))) throw new NotFoundError(`The group ${groupName}`);
    await recordAudit(tx, ctx, {
      action: 'user-pool-group.delete',
      targetType: 'user-pool',
      targetId: userPoolId,
      targetName: groupName,
    });
  });
  return { name: groupName };
}

/** Makes it, or replaces what it was. */
export async function putResourceServer(ctx: Ctx, input: unknown): Promise<ResourceServer> {
  const { accountId } = requireScope(ctx, 'user-pool:write');
  const { userPoolId, ...server } = parse(putResourceServerInput, input);
  const names = server.scopes.map(({ name }) => name);
  if (new Set(names).size < names.length) throw new InvalidInputError('scopes: A scope is named twice.');
  await transaction(ctx.db, async (tx) => {
    await requirePool(tx, accountId, userPoolId);
    const before = (await listServerRows(tx, userPoolId)).find(({ identifier }) => identifier === server.identifier);
    const gone = (before?.scopes ?? []).filter(({ name }) => !names.includes(name));
    refuseWhileAsked(
      gone.map(({ name }) => `${server.identifier}/${name}`),
      await listClientRows(tx, userPoolId),
    );
    await putServerRow(tx, { userPoolId, ...server });
    await recordAudit(tx, ctx, {
      action: 'user-pool-resource-server.put',
      targetType: 'user-pool',
      targetId: userPoolId,
      targetName: server.identifier,
      summary: `Scopes: ${names.join(', ') || 'none'}`,
    });
  });
  return server;
}

export async function deleteResourceServer(ctx: Ctx, input: unknown): Promise<{ readonly identifier: string }> {
  const { accountId } = requireScope(ctx, 'user-pool:write');
  const { userPoolId, identifier } = parse(resourceServerRef, input);
  await transaction(ctx.db, async (tx) => {
    await requirePool(tx, accountId, userPoolId);
    const server = (await listServerRows(tx, userPoolId)).find((one) => one.identifier === identifier);
    if (server === undefined) throw new NotFoundError(`The resource server ${identifier}`);
    refuseWhileAsked(
      server.scopes.map(({ name }) => `${identifier}/${name}`),
      await listClientRows(tx, userPoolId),
    );
    await deleteServerRow(tx, userPoolId, identifier);
    await recordAudit(tx, ctx, {
      action: 'user-pool-resource-server.delete',
      targetType: 'user-pool',
      targetId: userPoolId,
      targetName: identifier,
    });
  });
  return { identifier };
}

function refuseWhileAsked(
  scopes: readonly string[],
  clients: readonly { readonly name: string; readonly allowedOAuthScopes: readonly string[] }[],
): void {
  for (const { name, allowedOAuthScopes } of clients) {
    const used = scopes.find((scope) => allowedOAuthScopes.includes(scope));
    if (used === undefined) continue;
    throw new ConflictError(`The app client ${name} may ask for the scope ${used}. Take it away there first.`);
  }
}
