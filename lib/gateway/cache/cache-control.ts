// Who may have an entry fetched anew, and what becomes of the others' Cache-Control: max-age=0.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html#invalidate-method-caching
import type { MethodSettings } from '../model';

/** What max-age=0 does on a route. Others than `refresh` are for callers without execute-api:InvalidateCache. */
export type CacheControlRule = 'refresh' | 'deny' | 'warn' | 'ignore';

export function cacheControlRule(settings: MethodSettings): CacheControlRule {
  if (settings.requireAuthorizationForCacheControl !== true) return 'refresh';
  switch (settings.unauthorizedCacheControlHeaderStrategy) {
    case 'FAIL_WITH_403':
      return 'deny';
    case 'SUCCEED_WITHOUT_RESPONSE_HEADER':
      return 'ignore';
    default:
      return 'warn';
  }
}

/** As AWS words it; the header that goes with it is Warning. */
export const CACHE_CONTROL_WARNING = '199 Cache-control headers were ignored because the caller was unauthorized.';

const MAX_AGE_0 = /(?:^|[\s,])max-age=0(?:$|[\s,])/i;

/** Nothing else invalidates: no-cache and no-store do not. */
export const asksForFresh = (cacheControl: string): boolean =>
  cacheControl === 'max-age=0' || MAX_AGE_0.test(cacheControl);
