import { createHash } from 'node:crypto';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { Clock } from '@/lib/clock';
import { givenPerson, inSession, PASSWORD, signedIn } from '@/lib/control/testing/people';
import { createWorld, type World } from '@/lib/control/testing/world';
import {
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  TooManyRequestsError,
  UnauthenticatedError,
} from '@/lib/errors';
import { newUuid } from '@/lib/ids';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { changePassword } from './change-password';
import { listSessions } from './list';
import { resolveActor } from './resolve-actor';
import { revokeSession } from './revoke';
import { revokeOtherSessions } from './revoke-others';
import { signIn } from './sign-in';
import { beginAttempt } from './sign-in-throttle';
import { signInWithIdentity } from './sign-in-with-identity';
import { updateProfile } from './update-profile';

class HandClock implements Clock {
  at = Date.parse('2026-03-04T10:00:00Z');
  now = () => new Date(this.at);
  pass(seconds: number): void {
    this.at += seconds * 1000;
  }
}

describeEachDatabase('sign-in and sessions', (open) => {
  let store: TestDatabase;
  let world: World;
  let clock: HandClock;
  let address: string;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    clock = new HandClock();
    world = await createWorld(store, clock);
    address = newUuid();
  });

  const attempt = (email: string, password: string, from = address) => signIn(world.nobody, { email, password }, from);
  /** A failed attempt without the slow hash. */
  const guess = (...subjects: string[]) => beginAttempt(world.nobody, subjects);
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: unknown) => error,
    );

  it('lets the right password in, whatever the case of the e-mail', async () => {
    const person = await givenPerson(world, { role: 'admin' });
    expect(await attempt(person.email.toUpperCase(), PASSWORD)).toMatchObject({ userId: person.userId });
  });

  it('answers the same for a wrong password, an unknown person, one without a password and a disabled one', async () => {
    const person = await givenPerson(world);
    const disabled = await givenPerson(world);
    await store.db.user.update({ where: { id: disabled.userId }, data: { disabled: true } });
    const outside = await givenPerson(world);
    await store.db.user.update({ where: { id: outside.userId }, data: { passwordHash: null } });
    for (const [email, password] of [
      [person.email, 'not the password'],
      ['nobody@example.test', PASSWORD],
      [outside.email, PASSWORD],
      [disabled.email, PASSWORD],
    ] as const) {
      const error = await failure(attempt(email, password));
      expect(error).toBeInstanceOf(UnauthenticatedError);
      expect(error).toMatchObject({ message: 'Wrong e-mail or password.' });
    }
  });

  it('makes guessing at one person wait, longer each time, from wherever it comes', async () => {
    const { email } = await givenPerson(world);
    for (let i = 0; i < 4; i += 1) await guess(`email:${email}`);
    expect(await failure(attempt(email, 'guess', newUuid()))).toBeInstanceOf(UnauthenticatedError);
    const waits: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      const blocked = await failure(attempt(email, PASSWORD, newUuid()));
      if (!(blocked instanceof TooManyRequestsError)) throw new Error('not blocked');
      expect(blocked.message).toMatch(/^Too many attempts\. Try again in \d+ (seconds|minutes)\.$/);
      waits.push(blocked.retryAfterSeconds);
      clock.pass(blocked.retryAfterSeconds);
      await guess(`email:${email}`);
    }
    expect(waits).toEqual([15, 30, 60, 120, 240, 480, 900, 900]);
    clock.pass(900);
    expect(await attempt(email, PASSWORD, newUuid())).toMatchObject({ email });
  });

  it('makes an address that guesses at many people wait, and lets others in meanwhile', async () => {
    const { email } = await givenPerson(world);
    for (let i = 0; i < 20; i += 1) await guess(`email:${newUuid()}`, `ip:${address}`);
    expect(await failure(attempt(email, PASSWORD))).toBeInstanceOf(TooManyRequestsError);
    expect(await attempt(email, PASSWORD, newUuid())).toMatchObject({ email });
  });

  it('counts guesses that come at once one by one', async () => {
    const { email } = await givenPerson(world);
    const errors = await Promise.all(Array.from({ length: 12 }, () => failure(attempt(email, 'guess', newUuid()))));
    expect(errors.filter((error) => error instanceof UnauthenticatedError)).toHaveLength(5);
    expect(errors.filter((error) => error instanceof TooManyRequestsError)).toHaveLength(7);
  });

  it('forgets failures after an hour, and a good sign-in forgets them at once', async () => {
    const { email } = await givenPerson(world);
    for (let i = 0; i < 4; i += 1) await guess(`email:${email}`);
    await attempt(email, PASSWORD);
    for (let i = 0; i < 4; i += 1) await guess(`email:${email}`);
    clock.pass(3601);
    for (let i = 0; i < 4; i += 1) await guess(`email:${email}`);
    expect(await attempt(email, PASSWORD)).toMatchObject({ email });
  });

  it('resolves a session to who its rows say: role, removal, disabling and expiry count at once', async () => {
    const person = await givenPerson(world, { role: 'admin' });
    const now = () => resolveActor(store.db, person.sessionId, clock.now());
    expect(await now()).toMatchObject({
      kind: 'member',
      accountId: world.accountId,
      role: 'admin',
      email: person.email,
    });
    await store.db.membership.updateMany({ where: { userId: person.userId }, data: { role: 'viewer' } });
    expect(await now()).toMatchObject({ kind: 'member', role: 'viewer' });
    await store.db.membership.deleteMany({ where: { userId: person.userId } });
    expect(await now()).toMatchObject({ kind: 'consumer', userId: person.userId });
    await store.db.user.update({ where: { id: person.userId }, data: { disabled: true } });
    expect(await now()).toEqual({ kind: 'anonymous' });
    await store.db.user.update({ where: { id: person.userId }, data: { disabled: false } });
    clock.pass(31 * 86_400);
    expect(await now()).toEqual({ kind: 'anonymous' });
    expect(await resolveActor(store.db, 'no-such-session', clock.now())).toEqual({ kind: 'anonymous' });
  });

  it('lists one’s browsers without their session ids, and ends one of them at once', async () => {
    const person = await givenPerson(world);
    const phone = await signedIn(world, person.userId);
    const sessions = await listSessions(person.ctx);
    expect(sessions).toHaveLength(2);
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
    expect(JSON.stringify(sessions)).not.toContain(phone.sessionId);
    const sessionId = createHash('sha256').update(phone.sessionId).digest('base64url');
    await revokeSession(person.ctx, { sessionId });
    expect((await inSession(world, phone.sessionId)).actor).toEqual({ kind: 'anonymous' });
    expect((await inSession(world, person.sessionId)).actor).toMatchObject({ kind: 'consumer' });
    await expect(revokeSession(person.ctx, { sessionId })).rejects.toThrow(NotFoundError);
  });

  it('does not end the sessions of others', async () => {
    const [person, other] = [await givenPerson(world), await givenPerson(world)];
    const [session] = await listSessions(other.ctx);
    await expect(revokeSession(person.ctx, { sessionId: session?.id })).rejects.toThrow(NotFoundError);
    await signedIn(world, person.userId);
    expect(await revokeOtherSessions(person.ctx)).toEqual({ ended: 1 });
    expect((await inSession(world, other.sessionId)).actor).toMatchObject({ kind: 'consumer' });
  });

  it('changes a password and signs every other browser out', async () => {
    const person = await givenPerson(world, { role: 'owner' });
    const phone = await signedIn(world, person.userId);
    const input = { currentPassword: PASSWORD, newPassword: 'another long password' };
    const wrong = await failure(changePassword(person.ctx, { ...input, currentPassword: 'no' }));
    expect(wrong).toBeInstanceOf(InvalidInputError);
    expect(wrong).toMatchObject({ fieldErrors: { currentPassword: [expect.any(String)] } });
    const short = await failure(changePassword(person.ctx, { ...input, newPassword: 'short' }));
    expect(short).toMatchObject({ fieldErrors: { newPassword: ['A password has at least 10 characters.'] } });

    expect(await changePassword(person.ctx, input)).toEqual({ endedSessions: 1 });
    expect((await inSession(world, phone.sessionId)).actor).toEqual({ kind: 'anonymous' });
    expect(await failure(attempt(person.email, PASSWORD))).toBeInstanceOf(UnauthenticatedError);
    expect(await attempt(person.email, input.newPassword)).toMatchObject({ userId: person.userId });
    const audit = JSON.stringify(await world.audit());
    expect(audit).toContain('user.change-password');
    expect(audit).not.toContain(input.newPassword);
  });

  it('limits guesses at the current password of a stolen session', async () => {
    const person = await givenPerson(world);
    const change = () => failure(changePassword(person.ctx, { currentPassword: 'no', newPassword: 'x'.repeat(10) }));
    for (let i = 0; i < 4; i += 1) await guess(`password:${person.userId}`);
    expect(await change()).toBeInstanceOf(InvalidInputError);
    expect(await change()).toBeInstanceOf(TooManyRequestsError);
    // Whoever guesses there must not lock the person out of signing in.
    expect(await attempt(person.email, PASSWORD)).toMatchObject({ userId: person.userId });
  });

  it('renames oneself, and asks nobody else’s things of people who are not signed in', async () => {
    const person = await givenPerson(world);
    expect(await updateProfile(person.ctx, { name: ' New name ' })).toEqual({ name: 'New name' });
    await expect(updateProfile(world.nobody, { name: 'x' })).rejects.toThrow(UnauthenticatedError);
    await expect(listSessions(world.nobody)).rejects.toThrow(UnauthenticatedError);
  });

  it('links an outside identity to the person with the same verified e-mail, then knows it by its subject', async () => {
    const invited = await givenPerson(world, { role: 'viewer' });
    const identity = {
      provider: 'github',
      subject: newUuid(),
      email: invited.email.toUpperCase(),
      emailVerified: true,
      name: 'Octo Cat',
    };
    expect(await signInWithIdentity(world.nobody, identity)).toMatchObject({ userId: invited.userId });
    const moved = { ...identity, email: 'new-address@example.test', emailVerified: false };
    expect(await signInWithIdentity(world.nobody, moved)).toMatchObject({ userId: invited.userId });
    await store.db.user.update({ where: { id: invited.userId }, data: { disabled: true } });
    await expect(signInWithIdentity(world.nobody, identity)).rejects.toThrow(ForbiddenError);
  });

  it('takes the password of a sign-up that nobody verified away from whoever chose it', async () => {
    const squatter = await givenPerson(world);
    const identity = { provider: 'oidc:x', subject: newUuid(), email: squatter.email, emailVerified: true, name: 'Me' };
    expect(await signInWithIdentity(world.nobody, identity)).toMatchObject({ userId: squatter.userId });
    expect((await inSession(world, squatter.sessionId)).actor).toEqual({ kind: 'anonymous' });
    const again = signIn(world.nobody, { email: squatter.email, password: PASSWORD }, newUuid());
    await expect(again).rejects.toThrow('Wrong e-mail or password.');

    const member = await givenPerson(world, { role: 'admin' });
    await signInWithIdentity(world.nobody, { ...identity, subject: newUuid(), email: member.email });
    expect((await inSession(world, member.sessionId)).actor).toMatchObject({ kind: 'member' });
    expect(await signIn(world.nobody, { email: member.email, password: PASSWORD }, newUuid())).toMatchObject({
      userId: member.userId,
    });
  });

  it('does not believe an e-mail that the provider has not verified', async () => {
    const victim = await givenPerson(world, { role: 'owner' });
    const identity = { provider: 'oidc:x', subject: newUuid(), email: victim.email, emailVerified: false, name: 'Eve' };
    await expect(signInWithIdentity(world.nobody, identity)).rejects.toThrow(ForbiddenError);
    await expect(signInWithIdentity(world.nobody, { ...identity, email: null })).rejects.toThrow(ForbiddenError);
    expect(await store.db.identity.count({ where: { userId: victim.userId } })).toBe(0);
  });

  it('makes a consumer of someone unknown, once', async () => {
    await givenPerson(world, { role: 'owner' });
    const email = `new-${newUuid()}@example.test`;
    const identity = { provider: 'oidc:x', subject: newUuid(), email, emailVerified: true, name: 'New Person' };
    const [first, second] = await Promise.all([
      signInWithIdentity(world.nobody, identity),
      signInWithIdentity(world.nobody, identity),
    ]);
    expect(first.userId).toBe(second.userId);
    const { ctx } = await signedIn(world, first.userId);
    expect(ctx.actor).toMatchObject({ kind: 'consumer', name: 'New Person', email });
  });
});
