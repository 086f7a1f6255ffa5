// Secrets go in through the doors people use, right and wrong; then everything that is kept, logged or told is searched.
import { beforeAll, expect, it, vi } from 'vitest';
import { createApiKeyAction, rotateApiKeyAction } from '@/lib/actions/api-key';
import { createFunctionAction, updateFunctionAction } from '@/lib/actions/function';
import { addMemberAction } from '@/lib/actions/member';
import { signUpAction } from '@/lib/actions/portal';
import { changePasswordAction } from '@/lib/actions/profile';
import { createServiceRoleAction } from '@/lib/actions/service-role';
import { beginTotpAction, confirmTotpAction, disableTotpAction } from '@/lib/actions/totp';
import { codeAt } from '@/lib/auth/totp';
import { systemClock } from '@/lib/clock';
import type { ActionResult } from '@/lib/contract/result';
import type { Ctx } from '@/lib/control/context';
import { signIn } from '@/lib/control/session/sign-in';
import { givenPerson, PASSWORD } from '@/lib/control/testing/people';
import { createWorld } from '@/lib/control/testing/world';
import { createUserPoolClient } from '@/lib/control/user-pool/clients';
import { createUserPool } from '@/lib/control/user-pool/pools';
import { newUuid } from '@/lib/ids';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { everythingHeld, spellingsOf } from '@/lib/store/testing/everything-held';
import { openClientSecret } from '@/lib/store/user-pools';

const request = vi.hoisted((): { ctx?: Ctx; log: unknown[] } => ({ log: [] }));
vi.mock('@/lib/server/context', () => ({ createCtx: async () => request.ctx }));
vi.mock('@/lib/server/rate-limit', () => ({ clientAddress: async () => newUuid() }));
// All that is given to the log, before its own net of hidden paths: that must not be needed.
vi.mock('@/lib/logger', () => {
  const say = (...line: unknown[]) => void request.log.push(...line.map(whole));
  return { logger: { fatal: say, error: say, warn: say, info: say, debug: say } };
});

describeEachDatabase('planted secrets', (open, provider) => {
  let store: TestDatabase;
  beforeAll(async () => {
    store = await open();
  });

  it('are in no row, no audit entry, no log line and no error', async () => {
    const world = await createWorld(store, systemClock);
    const owner = await givenPerson(world, { role: 'owner' });
    request.ctx = owner.ctx;
    const planted = new Map<string, string>([['the password people have', PASSWORD]]);
    const plant = (what: string, length = 30): string => {
      const secret = `planted-${planted.size}-${newUuid().replaceAll('-', '')}`.slice(0, length);
      planted.set(what, secret);
      return secret;
    };
    const refusals: unknown[] = [];
    /** Goes through, and what it answers is the asker's own to see. */
    const done = async <T>(action: Promise<ActionResult<T>>): Promise<T> => {
      const result = await action;
      if (!result.ok) throw new Error(result.error.message);
      return result.data;
    };
    /** Is refused; what is told may not hold what was sent. */
    const refused = async (action: Promise<unknown>): Promise<void> => {
      const answer = await action.catch((error: unknown) => ({ ok: false, error: whole(error) }));
      expect(answer).toMatchObject({ ok: false });
      refusals.push(answer);
    };

    const value = plant('an API key');
    const key = await done(createApiKeyAction({ name: 'Planted', value }));
    await refused(createApiKeyAction({ name: 'Twice', value }));
    await refused(createApiKeyAction({ name: 'Wrong', value: `${plant('a refused API key', 18)} ` }));
    const rotated = await done(rotateApiKeyAction({ apiKeyId: key.id, overlapSeconds: 0 }));
    planted.set('a rotated API key', (rotated as { value: string }).value);

    const credentials = { accessKeyId: 'AKIDPLANTED', secretAccessKey: plant('a secret access key') };
    const role = { name: `role-${newUuid().slice(0, 8)}`, credentials };
    await done(createServiceRoleAction(role));
    await refused(createServiceRoleAction(role));
    await refused(createServiceRoleAction({ name: 'not a name', credentials }));

    const functionName = `fn-${newUuid().slice(0, 8)}`;
    const files = [{ path: 'index.mjs', text: 'export const handler = async () => ({});' }];
    await done(createFunctionAction({ kind: 'local', name: functionName, files }));
    const token = plant('a variable of a function');
    const { version } = await done(updateFunctionAction({ functionName, version: 1, environment: { TOKEN: token } }));
    await refused(updateFunctionAction({ functionName, version: version - 1, environment: { TOKEN: token } }));
    await refused(updateFunctionAction({ functionName, version, environment: { '1 wrong': token } }));

    const pool = await createUserPool(owner.ctx, { name: 'planted' });
    const client = await createUserPoolClient(owner.ctx, { userPoolId: pool.id, name: 'app', generateSecret: true });
    const row = await store.db.userPoolClient.findUniqueOrThrow({ where: { id: client.id } });
    planted.set('a client secret', openClientSecret(owner.ctx.secrets, row) ?? '');

    const email = `${newUuid()}@example.test`;
    await done(addMemberAction({ email, role: 'viewer', password: plant('a first password') }));
    await refused(addMemberAction({ email, role: 'viewer', password: plant('a password that nobody gets') }));
    await done(signUpAction({ name: 'P', email: `${newUuid()}@example.test`, password: plant('a new password') }));
    await refused(signIn(world.nobody, { email, password: plant('a guess') }, newUuid()));
    await refused(signIn(world.nobody, { email: '', password: plant('a guess without an e-mail') }, newUuid()));
    await refused(changePasswordAction({ currentPassword: plant('another guess'), newPassword: 'short' }));
    await refused(beginTotpAction({ currentPassword: plant('a guess for an app') }));

    const { secret } = await done(beginTotpAction({ currentPassword: PASSWORD }));
    planted.set('the secret of an app', secret);
    const { recoveryCodes } = await done(confirmTotpAction({ code: codeAt(secret, new Date()) }));
    for (const [i, code] of recoveryCodes.entries()) planted.set(`recovery code ${i}`, code);
    await refused(disableTotpAction({ code: recoveryCodes[0]?.replace(/.$/, 'u') ?? '' }));
    const newPassword = plant('a changed password');
    await done(changePasswordAction({ currentPassword: PASSWORD, newPassword }));
    planted.set('a session', owner.sessionId);
    planted.set('the key of sessions', owner.ctx.secrets.sessionSecret);

    // What the database client makes of a value it can't write is logged whole: its words may repeat what was to be kept.
    request.ctx = { ...owner.ctx, clock: { now: () => new Date(Number.NaN) } };
    await refused(createApiKeyAction({ name: 'Lost', value: plant('a lost API key') }));
    await refused(addMemberAction({ email: `lost-${email}`, role: 'viewer', password: plant('a lost password') }));

    const held = await everythingHeld(store, provider);
    const [logged, told] = [JSON.stringify(request.log), JSON.stringify(refusals)];
    expect(held).toContain(key.id);
    expect(logged).toContain('Invalid Date');
    // Who is signed in is a row by its id: that is what it is for.
    const audit = JSON.stringify(await store.db.auditEvent.findMany({ where: { accountId: world.accountId } }));
    expect(audit).toContain('user.enable-totp');
    for (const [what, secret] of planted) {
      for (const spelling of spellingsOf(secret)) {
        if (what !== 'a session') expect(held.includes(spelling), `${what} is in the database`).toBe(false);
        expect(audit.includes(spelling), `${what} is in the audit log`).toBe(false);
        expect(logged.includes(spelling), `${what} is in the log`).toBe(false);
        expect(told.includes(spelling), `${what} is in an error`).toBe(false);
      }
    }
  });
});

/** Errors with their stacks and causes, which JSON leaves out. */
function whole(part: unknown): unknown {
  if (part instanceof Error) return [part.message, part.stack, { ...part }, whole(part.cause)];
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, whole(value)]));
}
