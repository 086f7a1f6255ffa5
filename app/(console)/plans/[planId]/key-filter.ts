import type { ApiKeyFilter } from '@/lib/client/api-keys';

export function planKeyFilter(usagePlanId: string, search: string): ApiKeyFilter {
  return { usagePlanId, limit: 50, ...(search ? { search } : {}) };
}
