import type { AuditPage } from '@/lib/contract/account';
import type { Db, Tx } from './client';
import { decodeCursor, encodeCursor } from './cursor';
import { containsText } from './search';

export interface NewAuditEvent {
  readonly id: string;
  readonly accountId: string;
  readonly at: Date;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly action: string;
  readonly targetType: string;
  readonly targetId: string;
  readonly targetName: string;
  readonly summary: string;
  readonly requestId: string;
}

export async function insertAuditEvent(tx: Tx, event: NewAuditEvent): Promise<void> {
  await tx.auditEvent.create({ data: event, select: { id: true } });
}

/** Newest first. */
export async function listAuditEvents(
  db: Db,
  filter: Readonly<{
    accountId: string;
    search?: string | undefined;
    targetType?: string | undefined;
    targetId?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  }>,
): Promise<AuditPage> {
  const after = decodeCursor(filter.cursor);
  const text = filter.search ? containsText(db, filter.search) : null;
  const rows = await db.auditEvent.findMany({
    where: {
      accountId: filter.accountId,
      ...(filter.targetType === undefined ? {} : { targetType: filter.targetType }),
      ...(filter.targetId === undefined ? {} : { targetId: filter.targetId }),
      AND: [
        after ? { OR: [{ at: { lt: after.at } }, { at: after.at, id: { lt: after.id } }] } : {},
        text ? { OR: [{ actorName: text }, { targetName: text }, { action: text }, { summary: text }] } : {},
      ],
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: filter.limit + 1,
  });
  const page = rows.slice(0, filter.limit);
  const last = page.at(-1);
  return {
    items: page.map(({ actorId: _actorId, accountId: _accountId, at, ...event }) => ({
      ...event,
      at: at.toISOString(),
    })),
    nextCursor: rows.length > filter.limit && last ? encodeCursor(last) : null,
  };
}
