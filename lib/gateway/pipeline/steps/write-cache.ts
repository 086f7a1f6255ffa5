// Keeps the answer for the next ones and hands it to those who wait for it now.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
import { CACHE_CONTROL_WARNING } from '../../cache/cache-control';
import { MAX_CACHE_ENTRY_BYTES } from '../../cache/response-cache';
import { headerValue } from '../../http/headers';
import { Reply } from '../../http/message';
import { CachedReply } from '../../snapshot/cached-reply';
import type { Answered } from '../exchange';
import type { Step } from '../step';

export const writeCache: Step<Answered> = {
  name: 'write-cache',
  run(x) {
    const kept = take(x);
    if (!x.isCacheControlIgnored) return kept;
    // Behind the keeping: it is said to this client only.
    if (kept !== undefined) return kept.then(() => warn(x));
    return warn(x);
  },
};

function take(x: Answered): undefined | Promise<undefined> {
  const fetch = x.cacheFetch;
  const { reply } = x;
  if (fetch === null) return undefined;
  if (!isWorthKeeping(reply)) {
    fetch.abandon();
    return undefined;
  }
  const call = x.upstreamCall;
  if (call === null || reply.body !== call) {
    keep(x, reply);
    return undefined;
  }
  return call.collect(MAX_CACHE_ENTRY_BYTES).then((isComplete) => {
    if (!isComplete) {
      fetch.abandon();
      return undefined;
    }
    const whole = new Reply(reply.status, reply.headers, call.takeBody());
    x.reply = whole;
    keep(x, whole);
    return undefined;
  });
}

function warn(x: Answered): undefined {
  x.reply.headers.push('Warning', CACHE_CONTROL_WARNING);
}

/**
 * AWS keeps any answer, and its users complain that a backend's bad moment lasts for minutes. We keep what is an answer
 * for everyone: no failure, no part of a body, no "you have it already", and no encoding that the next one can't read.
 */
function isWorthKeeping({ status, headers }: Reply): boolean {
  if (status >= 500 || status === 429 || status === 304 || status === 206) return false;
  const encoding = headerValue(headers, 'content-encoding');
  return encoding === undefined || encoding === 'identity';
}

function keep(x: Answered, reply: Reply): void {
  const { body } = reply;
  const plan = x.route.cache;
  if (plan === null || (body !== null && typeof body !== 'string' && !Buffer.isBuffer(body))) return;
  const cached = CachedReply.of(reply.status, reply.headers, body);
  x.cacheFetch?.complete(cached, cached.sizeBytes, plan.ttlMs, x.services.clock.nowMs(), plan.isEncrypted);
}
