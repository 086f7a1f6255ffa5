import type { AuditFilter } from '@/lib/client/audit';

export function keyAuditFilter(apiKeyId: string): AuditFilter {
  return { targetType: 'api-key', targetId: apiKeyId, limit: 20 };
}
