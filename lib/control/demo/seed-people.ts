import { hashPassword } from '@/lib/auth/passwords';
import { DEFAULT_ACCOUNT_ID } from '@/lib/control/account/create-first-owner';
import type { Ctx } from '@/lib/control/context';
import { newUuid } from '@/lib/ids';
import { accountExists, findMember, insertAccount, insertMembership, listMembersOf } from '@/lib/store/accounts';
import { transaction } from '@/lib/store/client';
import { findUserByEmail, insertUser } from '@/lib/store/users';
import type { DemoSignIn } from './demo-seed';

export const DEMO_OWNER = { email: 'owner@gatehouse.local', name: 'Olive Owner', password: 'gatehouse-owner' };
export const DEMO_CONSUMER = {
  email: 'consumer@gatehouse.local',
  name: 'Casey Consumer',
  password: 'gatehouse-consumer',
};
const APPLICANT = { email: 'riley@startup.example', name: 'Riley Applicant' };

export interface DemoPeople {
  readonly owner: DemoSignIn;
  readonly consumer: DemoSignIn & { readonly userId: string; readonly name: string };
  /** Waits for approval, and has no password to sign in with. */
  readonly applicant: { readonly userId: string; readonly name: string; readonly email: string };
}

/** An owner whose password everyone knows is added to an installation of someone's own only if it has no other. */
export async function seedPeople(ctx: Ctx): Promise<DemoPeople> {
  // Hashes are slow on purpose: not again at each start.
  const hashFor = async ({ email, password }: DemoSignIn) =>
    (await findUserByEmail(ctx.db, email)) ? null : hashPassword(password);
  const [ownerHash, consumerHash] = await Promise.all([hashFor(DEMO_OWNER), hashFor(DEMO_CONSUMER)]);
  const createdAt = ctx.clock.now();
  return transaction(ctx.db, async (tx) => {
    if (!(await accountExists(tx, DEFAULT_ACCOUNT_ID))) {
      await insertAccount(tx, { id: DEFAULT_ACCOUNT_ID, name: 'Default account', createdAt });
    }
    const ensure = async (person: { email: string; name: string }, passwordHash: string | null) => {
      const known = await findUserByEmail(tx, person.email);
      if (known) return known.id;
      const id = newUuid();
      await insertUser(tx, { id, email: person.email, name: person.name, passwordHash, demo: true, createdAt });
      return id;
    };
    const realOwner = (await listMembersOf(tx, DEFAULT_ACCOUNT_ID)).find(
      ({ role, demo, email }) => role === 'owner' && !demo && email !== DEMO_OWNER.email,
    );
    if (!realOwner) {
      const userId = await ensure(DEMO_OWNER, ownerHash);
      if (!(await findMember(tx, DEFAULT_ACCOUNT_ID, userId))) {
        await insertMembership(tx, { accountId: DEFAULT_ACCOUNT_ID, userId, role: 'owner', createdAt });
      }
    }
    return {
      owner: realOwner
        ? { email: realOwner.email, password: '(your own)' }
        : { email: DEMO_OWNER.email, password: DEMO_OWNER.password },
      consumer: { ...DEMO_CONSUMER, userId: await ensure(DEMO_CONSUMER, consumerHash) },
      applicant: { ...APPLICANT, userId: await ensure(APPLICANT, null) },
    };
  });
}
