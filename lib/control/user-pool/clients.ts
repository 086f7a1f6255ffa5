import {
  type ClientSettings,
  createUserPoolClientInput,
  STANDARD_SCOPES,
  type UserPoolClient,
  updateUserPoolClientInput,
  userPoolClientRef,
  userPoolRef,
} from '@/lib/contract/user-pool';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { ConflictError, InvalidInputError, StaleEditError } from '@/lib/errors';
import { newAppClientId, newAppClientSecret } from '@/lib/ids';
import { type Tx, transaction } from '@/lib/store/client';
import {
  deleteClientRow,
  insertClient,
  listClientRows,
  listServerRows,
  openClientSecret,
  requireClient,
  requirePool,
  sealClientSecret,
  writeClient,
} from '@/lib/store/user-pools';
import { toClient } from './present';

/** Cognito's defaults. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html */
const DEFAULTS: ClientSettings = {
  explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  allowedOAuthFlows: [],
  allowedOAuthScopes: [],
  callbackUrls: [],
  logoutUrls: [],
  accessTokenValiditySeconds: 3600,
  idTokenValiditySeconds: 3600,
  refreshTokenValiditySeconds: 30 * 86_400,
  refreshTokenRotation: false,
};
const MAX_CLIENTS = 1000;

export async function listUserPoolClients(ctx: Ctx, input: unknown): Promise<UserPoolClient[]> {
  const { accountId } = requireScope(ctx, 'user-pool:read');
  const { userPoolId } = parse(userPoolRef, input);
  await requirePool(ctx.db, accountId, userPoolId);
  return (await listClientRows(ctx.db, userPoolId)).map(toClient);
}

export async function createUserPoolClient(ctx: Ctx, input: unknown): Promise<UserPoolClient> {
  const { accountId } = requireScope(ctx, 'user-pool:write');
  const { userPoolId, name, generateSecret, ...given } = parse(createUserPoolClientInput, input);
  const settings = { ...DEFAULTS, ...defined(given) };
  const id = newAppClientId();
  const secretSealed = generateSecret ? sealClientSecret(ctx.secrets, id, newAppClientSecret()) : null;
  return transaction(ctx.db, async (tx) => {
    await requirePool(tx, accountId, userPoolId);
    if ((await listClientRows(tx, userPoolId)).length >= MAX_CLIENTS) {
      throw new ConflictError(`A pool has at most ${MAX_CLIENTS} app clients.`);
    }
    await refuseSettings(tx, userPoolId, settings, generateSecret);
    await insertClient(tx, { ...settings, id, userPoolId, name, secretSealed, createdAt: ctx.clock.now() });
    await recordAudit(tx, ctx, { ...audit('create', id, name), summary: `In the pool ${userPoolId}` });
    return toClient(await requireClient(tx, userPoolId, id));
  });
}

export async function updateUserPoolClient(ctx: Ctx, input: unknown): Promise<UserPoolClient> {
  const { accountId } = requireScope(ctx, 'user-pool:write');
  const { userPoolId, clientId, version, ...given } = parse(updateUserPoolClientInput, input);
  return transaction(ctx.db, async (tx) => {
    await requirePool(tx, accountId, userPoolId);
    const before = await requireClient(tx, userPoolId, clientId);
    if (before.version !== version) throw new StaleEditError(`The app client ${before.name}`);
    const fields = defined(given);
    await refuseSettings(tx, userPoolId, { ...before, ...fields }, before.secretSealed !== null);
    await writeClient(tx, clientId, fields);
    const summary = `Settings saved: ${Object.keys(fields).join(', ')}`;
    await recordAudit(tx, ctx, { ...audit('update', clientId, fields.name ?? before.name), summary });
    return toClient(await requireClient(tx, userPoolId, clientId));
  });
}

/** With the sessions that it started. */
export async function deleteUserPoolClient(ctx: Ctx, input: unknown): Promise<{ readonly id: string }> {
  const { accountId } = requireScope(ctx, 'user-pool:write');
  const { userPoolId, clientId } = parse(userPoolClientRef, input);
  await transaction(ctx.db, async (tx) => {
    await requirePool(tx, accountId, userPoolId);
    const { name } = await requireClient(tx, userPoolId, clientId);
    await deleteClientRow(tx, clientId);
    await recordAudit(tx, ctx, audit('delete', clientId, name));
  });
  return { id: clientId };
}

export async function revealUserPoolClientSecret(ctx: Ctx, input: unknown): Promise<{ readonly secret: string }> {
  const { accountId } = requireScope(ctx, 'user-pool:reveal');
  const { userPoolId, clientId } = parse(userPoolClientRef, input);
  return transaction(ctx.db, async (tx) => {
    await requirePool(tx, accountId, userPoolId);
    const client = await requireClient(tx, userPoolId, clientId);
    const secret = openClientSecret(ctx.secrets, client);
    if (secret === undefined) throw new ConflictError('This app client is a public one: it has no secret.');
    await recordAudit(tx, ctx, audit('reveal', clientId, client.name));
    return { secret };
  });
}

async function refuseSettings(tx: Tx, poolId: string, settings: ClientSettings, hasSecret: boolean): Promise<void> {
  const refuse = (field: keyof ClientSettings, message: string) => {
    throw new InvalidInputError(message, { [field]: [message] });
  };
  if (settings.refreshTokenRotation && settings.explicitAuthFlows.includes('ALLOW_REFRESH_TOKEN_AUTH')) {
    refuse(
      'refreshTokenRotation',
      'With rotation, refresh tokens are used by GetTokensFromRefreshToken only: take ALLOW_REFRESH_TOKEN_AUTH away.',
    );
  }
  const machine = settings.allowedOAuthFlows.includes('client_credentials');
  const code = settings.allowedOAuthFlows.includes('code');
  if (machine && code) refuse('allowedOAuthFlows', 'client_credentials can’t be together with code: use two clients.');
  if (machine && !hasSecret) refuse('allowedOAuthFlows', 'client_credentials needs an app client with a secret.');
  if (code && settings.callbackUrls.length === 0) refuse('callbackUrls', 'The code flow needs a callback URL.');
  const servers = await listServerRows(tx, poolId);
  const known = new Set<string>([
    ...STANDARD_SCOPES,
    ...servers.flatMap(({ identifier, scopes }) => scopes.map((scope) => `${identifier}/${scope.name}`)),
  ]);
  const unknown = settings.allowedOAuthScopes.find((scope) => !known.has(scope));
  if (unknown !== undefined) {
    refuse('allowedOAuthScopes', `No resource server of this pool has the scope ${unknown}. Add it there first.`);
  }
}

/** Without the fields that nobody named. */
function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function audit(verb: string, targetId: string, targetName: string) {
  return { action: `user-pool-client.${verb}`, targetType: 'user-pool-client', targetId, targetName };
}
