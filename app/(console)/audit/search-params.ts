import { createLoader, parseAsString } from 'nuqs/server';
import type { AuditFilter } from '@/lib/client/audit';

export const auditSearchParams = {
  q: parseAsString.withDefault(''),
  type: parseAsString.withDefault(''),
};

export const loadAuditSearch = createLoader(auditSearchParams);

export function toAuditFilter({ q, type }: { q: string; type: string }): AuditFilter {
  return { limit: 50, ...(type ? { targetType: type } : {}), ...(q ? { search: q } : {}) };
}
