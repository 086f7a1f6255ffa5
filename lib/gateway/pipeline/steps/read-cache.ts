// Answers from the stage's cache, or takes a place in the one fetch that brings the answer.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
import { asksForFresh, CACHE_CONTROL_WARNING } from '../../cache/cache-control';
import type { ResponseCache } from '../../cache/response-cache';
import { CACHE_INVALIDATION_DENIED } from '../../errors/gateway-error';
import { Reply } from '../../http/message';
import { decideFor } from '../../iam/signer';
import { CACHE_HIT, CACHE_MISS } from '../../observe/metrics';
import { authorize } from '../../policy/authorization';
import { evaluate } from '../../policy/evaluate';
import { InvokeRequest } from '../../policy/invoke-request';
import type { CachedReply } from '../../snapshot/cached-reply';
import type { RouteCachePlan } from '../../snapshot/compiled';
import type { Routed } from '../exchange';
import type { Step } from '../step';

export const readCache: Step<Routed> = {
  name: 'read-cache',
  run(x) {
    const plan = x.route.cache;
    const cache = x.stage.live.cache;
    if (plan === null || cache === null) return undefined;
    const key = plan.isEncrypted ? cache.hideKey(cacheKey(x, plan)) : cacheKey(x, plan);
    if (x.head.cacheControl !== '' && asksForFresh(x.head.cacheControl)) {
      if (plan.onMaxAge0 === 'refresh' || mayInvalidate(x)) {
        x.cacheOutcome = CACHE_MISS;
        x.cacheFetch = cache.refresh(key);
        return undefined;
      }
      if (plan.onMaxAge0 === 'deny') throw CACHE_INVALIDATION_DENIED;
      x.isCacheControlIgnored = plan.onMaxAge0 === 'warn';
    }
    x.cacheOutcome = CACHE_MISS;
    const hit = cache.get(key, x.startedAtMs);
    if (hit === undefined) return fetch(x, cache, key);
    if (hit instanceof Promise) {
      return hit.then((late) => (late === undefined ? fetch(x, cache, key) : answer(x, late)));
    }
    return answer(x, hit);
  },
};

/** Only of who signed it can be known. */
function mayInvalidate(x: Routed): boolean {
  const { signer, stage } = x;
  if (signer === null) return false;
  const request = new InvokeRequest(x, 'execute-api:invalidatecache');
  const resource = stage.policies.length === 0 ? null : evaluate(stage.policies, request);
  const table = signer.caller.accountId === stage.accountId ? 'same-account' : 'cross-account';
  return authorize(table, decideFor(signer, request), resource).effect === 'allow';
}

function answer(x: Routed, hit: CachedReply): Reply {
  x.cacheOutcome = CACHE_HIT;
  return replyOf(x, hit);
}

function fetch(x: Routed, cache: ResponseCache<CachedReply>, key: string): undefined | Promise<Reply | undefined> {
  const joined = cache.join(key);
  if (joined instanceof Promise) {
    // The one who fetched could not keep the answer: everyone fetches for himself then.
    return joined.then((brought) => (brought === undefined ? undefined : replyOf(x, brought)));
  }
  x.cacheFetch = joined;
  return undefined;
}

/**
 * Namespace and chosen parameters. The verb is ours to add: AWS lets a POST that was made cacheable answer a GET of
 * the same resource. NUL separates: requests that hold one are refused.
 */
export function cacheKey(x: Routed, plan: RouteCachePlan): string {
  let key = `${x.method} ${plan.namespace}`;
  for (const read of plan.reads) {
    const value = read(x);
    key += value === undefined ? '\0' : `\0=${value}`;
  }
  return key;
}

function replyOf(x: Routed, cached: CachedReply): Reply {
  const headers = cached.headers.slice();
  if (x.isCacheControlIgnored) headers.push('Warning', CACHE_CONTROL_WARNING);
  return new Reply(cached.status, headers, cached.body);
}
