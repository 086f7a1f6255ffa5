import type { Db, Tx } from './client';

/** `cache`: the stage's response cache was flushed; `authorizers-cache`: what its authorizers said. */
export type ChangeKind =
  | 'stage'
  | 'api-key'
  | 'usage-plan'
  | 'account'
  | 'cache'
  | 'authorizers-cache'
  | 'function'
  | 'service-role'
  | 'user-pool'
  | 'domain-name'
  | 'iam-principal'
  | 'debug-token';

/** Something gateways hold a copy of, and that is now different (or gone: loading it then finds nothing). */
export interface EntityChange {
  readonly kind: ChangeKind;
  readonly entityId: string;
}

export interface ChangesSince {
  /** The newest revision: what a gateway has reached once it has loaded the changes. */
  readonly revision: number;
  /** Each entity once. */
  readonly changes: readonly EntityChange[];
}

/** A gateway that missed more than this loads everything instead. */
const KEPT_REVISIONS = 10_000;
const PRUNE_EVERY = 500;
/** From here on, loading everything is cheaper than naming each entity. */
const MAX_NAMED_CHANGES = 2_000;
const EVERYTHING = 'everything';

/**
 * Numbers a committed change. Call it in the change's own transaction: the row's lock makes revisions visible in the
 * order of their numbers, so nobody sees n + 1 before n.
 */
export async function bumpRevision(tx: Tx, changes: readonly EntityChange[]): Promise<number> {
  const { value: revision } = await tx.revision.update({ where: { id: 1 }, data: { value: { increment: 1 } } });
  const named = unique(changes);
  const rows =
    named.length > MAX_NAMED_CHANGES
      ? [{ revision, kind: EVERYTHING, entityId: '*' }]
      : named.map(({ kind, entityId }) => ({ revision, kind, entityId }));
  if (rows.length > 0) await tx.change.createMany({ data: rows });
  if (revision % PRUNE_EVERY === 0) {
    await tx.change.deleteMany({ where: { revision: { lte: revision - KEPT_REVISIONS } } });
  }
  return revision;
}

export async function readRevision(db: Db | Tx): Promise<number> {
  const row = await db.revision.findUniqueOrThrow({ where: { id: 1 } });
  return row.value;
}

/** What changed after a revision; null when it is too long ago, or of another database: load everything. */
export async function changesSince(db: Db | Tx, since: number): Promise<ChangesSince | null> {
  const revision = await readRevision(db);
  if (since > revision || since < revision - KEPT_REVISIONS) return null;
  if (since === revision) return { revision, changes: [] };
  const rows = await db.change.findMany({
    where: { revision: { gt: since, lte: revision } },
    distinct: ['kind', 'entityId'],
    select: { kind: true, entityId: true },
    take: MAX_NAMED_CHANGES + 1,
  });
  if (rows.length > MAX_NAMED_CHANGES || rows.some(({ kind }) => kind === EVERYTHING)) return null;
  return { revision, changes: rows.map(({ kind, entityId }) => ({ kind: kind as ChangeKind, entityId })) };
}

function unique(changes: readonly EntityChange[]): EntityChange[] {
  return [...new Map(changes.map((change) => [`${change.kind} ${change.entityId}`, change])).values()];
}
