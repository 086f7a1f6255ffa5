import type { Ctx } from '@/lib/control/context';
import { newUuid } from '@/lib/ids';
import { insertAuditEvent } from '@/lib/store/audit';
import type { Tx } from '@/lib/store/client';

export interface AuditEntry {
  /** "rest-api.create", "stage.update" … */
  readonly action: string;
  readonly targetType: string;
  readonly targetId: string;
  readonly targetName?: string;
  /** One sentence of what changed. Never values of keys, passwords or variables. */
  readonly summary?: string;
  /** Whose log it belongs to, where the actor has no account of their own (a consumer, a sign-in). */
  readonly accountId?: string;
}

/** Writes who did what, in the change's own transaction: neither is kept without the other. */
export async function recordAudit(tx: Tx, ctx: Ctx, entry: AuditEntry): Promise<void> {
  const { actor } = ctx;
  const ownAccount = actor.kind === 'member' || actor.kind === 'system' ? actor.accountId : undefined;
  const accountId = entry.accountId ?? ownAccount;
  if (accountId === undefined) throw new Error(`The audit entry ${entry.action} names no account.`);
  await insertAuditEvent(tx, {
    id: newUuid(),
    accountId,
    at: ctx.clock.now(),
    actorId: actor.kind === 'member' || actor.kind === 'consumer' ? actor.userId : null,
    actorName: actor.kind === 'anonymous' ? 'Nobody signed in' : actor.name,
    action: entry.action,
    targetType: entry.targetType,
    targetId: entry.targetId,
    targetName: clip(entry.targetName ?? ''),
    summary: clip(entry.summary ?? ''),
    requestId: ctx.requestId,
  });
}

const clip = (text: string): string => (text.length > 1000 ? `${text.slice(0, 999)}…` : text);
