import { type AuditPage, listAuditInput } from '@/lib/contract/account';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { listAuditEvents } from '@/lib/store/audit';

export async function listAudit(ctx: Ctx, input: unknown): Promise<AuditPage> {
  const { accountId } = requireScope(ctx, 'audit:read');
  return listAuditEvents(ctx.db, { ...parse(listAuditInput, input), accountId });
}
