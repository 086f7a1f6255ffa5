import type { Ctx } from '@/lib/control/context';
import { findUserByEmail } from '@/lib/store/users';
import type { DemoSignIn } from './demo-seed';
import { DEMO_CONSUMER, DEMO_OWNER } from './seed-people';

/** Sign-ins that the demo's sign-in pages offer: of those seeded people who are still there. */
export async function demoSignIns(ctx: Pick<Ctx, 'db'>): Promise<(DemoSignIn & { readonly label: string })[]> {
  const people = [
    { label: 'Demo owner', ...DEMO_OWNER },
    { label: 'Demo consumer', ...DEMO_CONSUMER },
  ];
  const users = await Promise.all(people.map(({ email }) => findUserByEmail(ctx.db, email)));
  return people.flatMap(({ label, email, password }, index) =>
    users[index]?.demo && users[index].passwordHash ? [{ label, email, password }] : [],
  );
}
