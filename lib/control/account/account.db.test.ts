import { beforeAll, beforeEach, expect, it } from 'vitest';
import { listAudit } from '@/lib/control/audit/list';
import { addMember } from '@/lib/control/member/add';
import { listMembers } from '@/lib/control/member/list';
import { removeMember } from '@/lib/control/member/remove';
import { updateMember } from '@/lib/control/member/update';
import { signIn } from '@/lib/control/session/sign-in';
import { givenPerson, inSession } from '@/lib/control/testing/people';
import { createWorld, type World } from '@/lib/control/testing/world';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError, UnauthenticatedError } from '@/lib/errors';
import { newUuid } from '@/lib/ids';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { createAccount } from './create';
import { createFirstOwner, needsFirstOwner } from './create-first-owner';
import { listAccounts } from './list';
import { switchAccount } from './switch';

describeEachDatabase('the first owner', (open) => {
  it('is one, however many set the installation up at once', async () => {
    const store = await open();
    const world = await createWorld(store);
    expect(await needsFirstOwner(world.nobody)).toBe(true);
    const input = (n: number) => ({ name: `Owner ${n}`, email: `Owner${n}@Example.test`, password: 'a long password' });
    const outcomes = await Promise.allSettled([1, 2, 3].map((n) => createFirstOwner(world.nobody, input(n))));
    const winners = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(ConflictError);
    }
    expect(await needsFirstOwner(world.nobody)).toBe(false);
    const email = winners[0]?.value.email ?? '';
    expect(email).toMatch(/^owner\d@example\.test$/);
    const { userId } = await signIn(world.nobody, { email, password: 'a long password' }, newUuid());
    const memberships = await store.db.membership.findMany({ where: { userId } });
    expect(memberships).toMatchObject([{ accountId: '000000000000', role: 'owner' }]);
    await expect(createFirstOwner(world.nobody, input(4))).rejects.toThrow(ConflictError);
  });

  it('chooses a password worth the name', async () => {
    const world = await createWorld(await open());
    const error = await createFirstOwner(world.nobody, { name: '', email: 'no', password: 'short' }).catch((e) => e);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(Object.keys(error.fieldErrors).sort()).toEqual(['email', 'name', 'password']);
    expect(await needsFirstOwner(world.nobody)).toBe(true);
  });
});

describeEachDatabase('accounts and members', (open) => {
  let store: TestDatabase;
  let world: World;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
  });

  it('makes an account, goes there, and goes back', async () => {
    const person = await givenPerson(world, { role: 'viewer' });
    const account = await createAccount(person.ctx, { name: ' Side project ' });
    expect(account).toMatchObject({ name: 'Side project', role: 'owner' });
    expect(account.id).toMatch(/^\d{12}$/);
    expect((await inSession(world, person.sessionId)).actor).toMatchObject({ accountId: account.id, role: 'owner' });
    expect((await listAccounts(person.ctx)).map(({ id }) => id)).toEqual([world.accountId, account.id]);
    await switchAccount(person.ctx, { accountId: world.accountId });
    expect((await inSession(world, person.sessionId)).actor).toMatchObject({
      accountId: world.accountId,
      role: 'viewer',
    });
  });

  it('does not switch to an account of others, nor let consumers make one', async () => {
    const person = await givenPerson(world, { role: 'owner' });
    const stranger = world.stranger.actor.kind === 'member' ? world.stranger.actor.accountId : '';
    await expect(switchAccount(person.ctx, { accountId: stranger })).rejects.toThrow(NotFoundError);
    await expect(createAccount(world.consumer, { name: 'Mine' })).rejects.toThrow(ForbiddenError);
    await expect(createAccount(world.nobody, { name: 'Mine' })).rejects.toThrow(UnauthenticatedError);
  });

  it('adds someone new with a password, who can sign in then', async () => {
    const email = `${newUuid()}@example.test`;
    const member = await addMember(world.owner, { email, name: 'Nia', role: 'admin', password: 'chosen for them' });
    expect(member).toMatchObject({ email, name: 'Nia', role: 'admin' });
    expect(await signIn(world.nobody, { email, password: 'chosen for them' }, newUuid())).toMatchObject({ email });
    expect(await listMembers(world.viewer)).toEqual([member]);
    const audit = await world.audit();
    expect(audit).toMatchObject([{ action: 'member.add', targetName: email, summary: 'As admin.' }]);
    expect(JSON.stringify(audit)).not.toContain('chosen for them');
  });

  it('adds someone who has a user without touching their password', async () => {
    const person = await givenPerson(world);
    const input = { email: person.email.toUpperCase(), role: 'viewer' as const };
    await expect(addMember(world.owner, { ...input, password: 'taken over!' })).rejects.toThrow(InvalidInputError);
    expect(await addMember(world.owner, input)).toMatchObject({ userId: person.userId, role: 'viewer' });
    await expect(addMember(world.owner, input)).rejects.toThrow(ConflictError);
  });

  it('changes roles and removes members, at once', async () => {
    const person = await givenPerson(world, { role: 'viewer' });
    expect(await updateMember(world.owner, { userId: person.userId, role: 'admin' })).toMatchObject({ role: 'admin' });
    expect((await inSession(world, person.sessionId)).actor).toMatchObject({ role: 'admin' });
    await removeMember(world.owner, { userId: person.userId });
    expect((await inSession(world, person.sessionId)).actor).toMatchObject({ kind: 'consumer' });
    await expect(removeMember(world.owner, { userId: person.userId })).rejects.toThrow(NotFoundError);
    expect((await world.audit()).map(({ action, summary }) => [action, summary])).toEqual([
      ['member.update', 'From viewer to admin.'],
      ['member.remove', 'Was admin.'],
    ]);
  });

  it('keeps at least one owner, also when two leave at once', async () => {
    const [first, second] = [await givenPerson(world, { role: 'owner' }), await givenPerson(world, { role: 'owner' })];
    const outcomes = await Promise.allSettled([
      removeMember(first.ctx, { userId: first.userId }),
      updateMember(second.ctx, { userId: second.userId, role: 'viewer' }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await store.db.membership.count({ where: { accountId: world.accountId, role: 'owner' } })).toBe(1);
    const [last] = (await listMembers(world.viewer)).filter(({ role }) => role === 'owner');
    await expect(removeMember(world.owner, { userId: last?.userId })).rejects.toThrow('last owner');
  });

  it('is for owners alone', async () => {
    const person = await givenPerson(world, { role: 'viewer' });
    const input = { userId: person.userId, role: 'owner' as const };
    for (const ctx of [world.admin, world.viewer, world.consumer]) {
      await expect(updateMember(ctx, input)).rejects.toThrow(ForbiddenError);
      await expect(removeMember(ctx, input)).rejects.toThrow(ForbiddenError);
      await expect(addMember(ctx, { email: 'x@example.test', role: 'owner' })).rejects.toThrow(ForbiddenError);
    }
    await expect(updateMember(world.stranger, input)).rejects.toThrow(NotFoundError);
  });

  it('shows an account its own audit log, newest first, in pages', async () => {
    const emails = ['a', 'b', 'c'].map((name) => `${name}-${newUuid()}@example.test`);
    for (const email of emails) await addMember(world.owner, { email, role: 'viewer' });
    const first = await listAudit(world.viewer, { limit: '2' });
    expect(first.items.map(({ targetName }) => targetName)).toEqual([emails[2], emails[1]]);
    const second = await listAudit(world.viewer, { limit: 2, cursor: first.nextCursor });
    expect(second.items.map(({ targetName }) => targetName)).toEqual([emails[0]]);
    expect(second.nextCursor).toBeNull();
    expect((await listAudit(world.stranger, {})).items).toEqual([]);
    await expect(listAudit(world.viewer, { cursor: 'nonsense' })).rejects.toThrow(InvalidInputError);
    await expect(listAudit(world.consumer, {})).rejects.toThrow(ForbiddenError);
  });
});
