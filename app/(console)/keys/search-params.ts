import { createLoader, parseAsString } from 'nuqs/server';
import type { ApiKeyFilter } from '@/lib/client/api-keys';

export const keysSearchParams = {
  q: parseAsString.withDefault(''),
  plan: parseAsString.withDefault(''),
};

export const loadKeysSearch = createLoader(keysSearchParams);

export const KEYS_PAGE_SIZE = 100;

/** The filter under which server and browser cache the same list. */
export function toKeyFilter({ q, plan }: { q: string; plan: string }): ApiKeyFilter {
  return { limit: KEYS_PAGE_SIZE, ...(q ? { search: q } : {}), ...(plan ? { usagePlanId: plan } : {}) };
}
