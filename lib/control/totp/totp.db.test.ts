import { beforeAll, beforeEach, expect, it } from 'vitest';
import { codeAt } from '@/lib/auth/totp';
import type { Clock } from '@/lib/clock';
import { CODE_NEEDED } from '@/lib/contract/account';
import { getSignInRule, putSignInRule } from '@/lib/control/account/sign-in-rule';
import { listMembers } from '@/lib/control/member/list';
import { signIn } from '@/lib/control/session/sign-in';
import { givenPerson, inSession, PASSWORD, type SignedInPerson, signedIn } from '@/lib/control/testing/people';
import { createWorld, type World } from '@/lib/control/testing/world';
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  TooManyRequestsError,
  UnauthenticatedError,
} from '@/lib/errors';
import { newUuid } from '@/lib/ids';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { beginTotp } from './begin';
import { confirmTotp } from './confirm';
import { disableTotp } from './disable';
import { getTotp } from './get';
import { renewRecoveryCodes } from './renew-recovery-codes';

class HandClock implements Clock {
  at = Date.parse('2026-03-04T10:00:00Z');
  now = () => new Date(this.at);
  pass(seconds: number): void {
    this.at += seconds * 1000;
  }
}

describeEachDatabase('authenticator apps', (open) => {
  let store: TestDatabase;
  let world: World;
  let clock: HandClock;

  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    clock = new HandClock();
    world = await createWorld(store, clock);
  });

  const attempt = (email: string, code?: string) =>
    signIn(world.nobody, { email, password: PASSWORD, code }, newUuid());
  /** The app's code, of a step that was not used yet. */
  const nextCode = (secret: string) => {
    clock.pass(30);
    return codeAt(secret, clock.now());
  };
  const enrolled = async (person: SignedInPerson) => {
    const { secret } = await beginTotp(person.ctx, { currentPassword: PASSWORD });
    const { recoveryCodes } = await confirmTotp(person.ctx, { code: nextCode(secret) });
    return { secret, recoveryCodes };
  };

  it('are asked for at sign-in once their first code was shown, and not before', async () => {
    const person = await givenPerson(world, { role: 'owner' });
    const { secret, uri } = await beginTotp(person.ctx, { currentPassword: PASSWORD });
    expect(uri).toContain(secret);
    expect(await attempt(person.email)).toMatchObject({ userId: person.userId });
    await confirmTotp(person.ctx, { code: nextCode(secret) });
    await expect(attempt(person.email)).rejects.toThrow(CODE_NEEDED);
    await expect(attempt(person.email, '000000')).rejects.toThrow(UnauthenticatedError);
    expect(await attempt(person.email, nextCode(secret))).toMatchObject({ userId: person.userId });
  });

  it('do not tell the code’s turn before the password is right', async () => {
    const person = await givenPerson(world);
    await enrolled(person);
    const wrong = signIn(world.nobody, { email: person.email, password: 'wrong' }, newUuid());
    await expect(wrong).rejects.toThrow('Wrong e-mail or password.');
  });

  it('have each code taken once, of two at once by one', async () => {
    const person = await givenPerson(world);
    const { secret } = await enrolled(person);
    const code = nextCode(secret);
    const both = await Promise.allSettled([attempt(person.email, code), attempt(person.email, code)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(attempt(person.email, code)).rejects.toThrow('was used already');
    // The step before is older than the one taken, though its code would still be in time.
    await expect(attempt(person.email, codeAt(secret, new Date(clock.at - 30_000)))).rejects.toThrow('used already');
  });

  it('make guessers of codes wait, who know the password', async () => {
    const person = await givenPerson(world);
    const { secret } = await enrolled(person);
    for (let i = 0; i < 5; i += 1) await expect(attempt(person.email, 'x')).rejects.toThrow(UnauthenticatedError);
    await expect(attempt(person.email, codeAt(secret, clock.now()))).rejects.toThrow(TooManyRequestsError);
  });

  it('are replaced by a recovery code once each', async () => {
    const person = await givenPerson(world);
    const { recoveryCodes } = await enrolled(person);
    const [first = ''] = recoveryCodes;
    expect(await attempt(person.email, first.toUpperCase())).toMatchObject({ userId: person.userId });
    await expect(attempt(person.email, first)).rejects.toThrow(UnauthenticatedError);
    expect(await getTotp(person.ctx)).toMatchObject({ recoveryCodesLeft: 9 });
  });

  it('give new recovery codes for a code, and take the old ones back', async () => {
    const person = await givenPerson(world);
    const { secret, recoveryCodes } = await enrolled(person);
    await expect(renewRecoveryCodes(person.ctx, { code: '1' })).rejects.toThrow(InvalidInputError);
    const renewed = await renewRecoveryCodes(person.ctx, { code: nextCode(secret) });
    await expect(attempt(person.email, recoveryCodes[1])).rejects.toThrow(UnauthenticatedError);
    expect(await attempt(person.email, renewed.recoveryCodes[1])).toMatchObject({ userId: person.userId });
  });

  it('need the password to begin and a code to end', async () => {
    const person = await givenPerson(world, { role: 'admin' });
    await expect(beginTotp(person.ctx, { currentPassword: 'no' })).rejects.toThrow(InvalidInputError);
    await expect(disableTotp(person.ctx, { code: '000000' })).rejects.toThrow(NotFoundError);
    const { secret } = await enrolled(person);
    await expect(beginTotp(person.ctx, { currentPassword: PASSWORD })).rejects.toThrow(ConflictError);
    await expect(disableTotp(person.ctx, { code: '000000' })).rejects.toThrow(InvalidInputError);
    await disableTotp(person.ctx, { code: nextCode(secret) });
    expect(await attempt(person.email)).toMatchObject({ userId: person.userId });
    expect(await getTotp(person.ctx)).toEqual({ since: null, recoveryCodesLeft: 0, hasPassword: true });
  });

  it('sign out the browsers that came in with the password alone', async () => {
    const person = await givenPerson(world);
    const phone = await signedIn(world, person.userId);
    await enrolled(person);
    expect((await inSession(world, phone.sessionId)).actor).toEqual({ kind: 'anonymous' });
    expect((await inSession(world, person.sessionId)).actor).toMatchObject({ kind: 'consumer' });
  });

  it('keep secret and recovery codes out of the database and the audit log', async () => {
    const person = await givenPerson(world, { role: 'owner' });
    const { secret, recoveryCodes } = await enrolled(person);
    const rows = [
      await store.db.totpFactor.findMany({ where: { userId: person.userId } }),
      await store.db.recoveryCode.findMany({ where: { userId: person.userId } }),
      await world.audit(),
    ];
    const text = JSON.stringify(rows);
    expect(text).toContain('user.enable-totp');
    for (const planted of [secret, ...recoveryCodes]) expect(text).not.toContain(planted);
  });

  it('are demanded of owners where the account says so: without one they do nothing else', async () => {
    const [first, second] = [await givenPerson(world, { role: 'owner' }), await givenPerson(world, { role: 'owner' })];
    const admin = await givenPerson(world, { role: 'admin' });
    await expect(putSignInRule(first.ctx, { ownersNeedTotp: true })).rejects.toThrow(ConflictError);
    await expect(putSignInRule(admin.ctx, { ownersNeedTotp: true })).rejects.toThrow(ForbiddenError);
    await enrolled(first);
    await putSignInRule(first.ctx, { ownersNeedTotp: true });

    const now = async ({ sessionId }: SignedInPerson) => inSession(world, sessionId);
    await expect(listMembers(await now(second))).rejects.toThrow('Set yours up first');
    expect(await getSignInRule(await now(first))).toEqual({ ownersNeedTotp: true });
    await listMembers(await now(admin));
    await enrolled(second);
    await listMembers(await now(second));
  });
});
