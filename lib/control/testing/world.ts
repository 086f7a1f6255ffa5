import type { Actor } from '@/lib/auth/can';
import type { Clock } from '@/lib/clock';
import type { Role } from '@/lib/contract/account';
import { newAccountId, newUuid } from '@/lib/ids';
import { FakeRuntime } from '@/lib/runtime/testing/fake-runtime';
import { readRevision } from '@/lib/store/revision';
import { openSecrets } from '@/lib/store/secrets';
import type { TestDatabase } from '@/lib/store/testing/databases';
import type { Ctx } from '../context';

/** One account with nobody else's rows, and contexts of everyone who may ask for something in it. */
export interface World {
  readonly accountId: string;
  readonly runtime: FakeRuntime;
  readonly owner: Ctx;
  readonly admin: Ctx;
  readonly viewer: Ctx;
  readonly consumer: Ctx;
  readonly nobody: Ctx;
  /** The owner of another account in the same database. */
  readonly stranger: Ctx;
  /** What the audit log holds since the world began, oldest first. */
  audit(): Promise<readonly { action: string; targetId: string; targetName: string; summary: string }[]>;
  revision(): Promise<number>;
}

export async function createWorld(store: TestDatabase, clock: Clock = tickingClock()): Promise<World> {
  const [accountId, otherAccountId] = [newAccountId(), newAccountId()];
  await store.db.account.createMany({
    data: [
      { id: accountId, name: 'Ours' },
      { id: otherAccountId, name: 'Theirs' },
    ],
  });
  const runtime = new FakeRuntime();
  const secrets = openSecrets({ dataDir: store.dataDir });
  const as = (actor: Actor): Ctx => ({ actor, requestId: newUuid(), db: store.db, runtime, secrets, clock });
  return {
    accountId,
    runtime,
    owner: as(member(accountId, 'owner')),
    admin: as(member(accountId, 'admin')),
    viewer: as(member(accountId, 'viewer')),
    consumer: as({
      kind: 'consumer',
      userId: newUuid(),
      name: 'Casey',
      email: 'casey@example.test',
      sessionId: newUuid(),
    }),
    nobody: as({ kind: 'anonymous' }),
    stranger: as(member(otherAccountId, 'owner')),
    audit: () =>
      store.db.auditEvent.findMany({
        where: { accountId },
        orderBy: { at: 'asc' },
        select: { action: true, targetId: true, targetName: true, summary: true },
      }),
    revision: () => readRevision(store.db),
  };
}

/** Never the same instant twice, so that what happened later also sorts later. */
function tickingClock(): Clock {
  let at = Date.now();
  return {
    now: () => {
      at += 1;
      return new Date(at);
    },
  };
}

function member(accountId: string, role: Role): Actor {
  return {
    kind: 'member',
    userId: newUuid(),
    name: `The ${role}`,
    email: `${role}@example.test`,
    sessionId: newUuid(),
    accountId,
    role,
  };
}
