// What a step goes by and does not leave on the exchange: levels of buckets and quotas, the key of the cache.

import type { BucketFacts, QuotaFacts } from '../explain/explanations';
import { dayOf, nextPeriodStartDay } from '../limits/calendar';
import type { ThrottleHandle } from '../limits/throttle';
import type { CompiledRoute, CompiledStage } from '../snapshot/compiled';
import { DEFAULT_ACCOUNT_LIMIT } from '../snapshot/snapshot';
import type { Exchange } from './exchange';
import type { StepName } from './step';
import { cacheKey } from './steps/read-cache';
import type { Noted, Trace } from './trace';

type RoutedExchange = Exchange & { readonly stage: CompiledStage; readonly route: CompiledRoute };

const NONE = (): readonly Noted[] => [];

/** Looks before the step; the answer looks after it. */
export function probesOf(name: StepName, x: Exchange, trace: Trace): () => readonly Noted[] {
  if (!isRouted(x)) return NONE;
  if (name === 'throttle') return throttleProbe(x, trace);
  if (name === 'check-quota') return quotaProbe(x);
  if (name === 'read-cache') return cacheProbe(x);
  return NONE;
}

const isRouted = (x: Exchange): x is RoutedExchange => x.stage !== null && x.route !== null;

interface Bucket extends BucketFacts {
  readonly handle: ThrottleHandle;
}

/** In the order in which the step asks them. */
function bucketsOf(x: RoutedExchange): Bucket[] {
  const { route, stage, keyPlan, apiKey } = x;
  const buckets: Bucket[] = [];
  if (keyPlan !== null) {
    const plan = keyPlan.counter.usagePlanId;
    const own = keyPlan.methodLimit(route.planKey, route.planKeyAny);
    const place = `the usage plan ${plan}`;
    if (own !== undefined) {
      const name = `plan ${plan}’s limit for key ${apiKey?.id ?? ''} on ${route.planKey}`;
      buckets.push({ name, ...own.limit, handle: own.bucket, place });
    } else if (keyPlan.throttle !== undefined) {
      const name = `plan ${plan}’s limit for key ${apiKey?.id ?? ''}`;
      buckets.push({ name, ...keyPlan.throttle, handle: keyPlan.bucket, place });
    }
  }
  if (route.live.throttle !== null && route.throttle !== null) {
    const name = `stage ${stage.name}’s limit on ${route.planKey}`;
    buckets.push({ name, ...route.throttle, handle: route.live.throttle, place: 'the stage’s settings' });
  }
  if (stage.live.accountThrottle !== null) {
    const limit = x.snapshot.accountLimits.get(stage.accountId) ?? DEFAULT_ACCOUNT_LIMIT;
    const place = 'the account’s limit';
    buckets.push({ name: 'the account’s limit', ...limit, handle: stage.live.accountThrottle, place });
  }
  return buckets;
}

function throttleProbe(x: RoutedExchange, trace: Trace): () => readonly Noted[] {
  const buckets = bucketsOf(x);
  const levels = (): number[] => buckets.map((it) => it.handle.tokens(it, x.startedAtMs));
  const before = levels();
  return () => {
    const after = levels();
    if (x.isThrottled) trace.exhausted = buckets[before.findIndex((tokens) => tokens < 1)] ?? null;
    return buckets.map(({ name, rateLimit, burstLimit }, index) => ({
      label: name.charAt(0).toUpperCase() + name.slice(1),
      kind: 'text',
      before: tokensText(before[index] ?? 0, burstLimit, rateLimit),
      after: tokensText(after[index] ?? 0, burstLimit, rateLimit),
    }));
  };
}

const tokensText = (tokens: number, burst: number, rate: number): string =>
  `${Math.floor(tokens * 100) / 100} of ${burst} tokens, ${rate} more a second`;

function quotaProbe(x: RoutedExchange): () => readonly Noted[] {
  const before = quotaText(x);
  return () => {
    const after = quotaText(x);
    if (before === undefined || after === undefined) return [];
    return [{ label: `Quota of plan ${x.keyPlan?.counter.usagePlanId ?? ''}`, kind: 'text', before, after }];
  };
}

function quotaText(x: Exchange): string | undefined {
  const facts = quotaFactsOf(x);
  if (facts === undefined) return undefined;
  const until = new Date(facts.resetsAtMs).toISOString().slice(0, 10);
  return `${facts.used} of ${facts.limit} used; starts anew on ${until} (${facts.period})`;
}

/** Undefined: there is no quota. */
export function quotaFactsOf({ keyPlan, startedAtMs }: Exchange): QuotaFacts | undefined {
  if (keyPlan === null || keyPlan.quota === undefined) return undefined;
  const { period } = keyPlan.quota;
  return {
    ...keyPlan.counter.state(keyPlan.quota, startedAtMs),
    plan: keyPlan.counter.usagePlanId,
    period,
    resetsAtMs: nextPeriodStartDay(period, dayOf(startedAtMs)) * 86_400_000,
  };
}

function cacheProbe(x: RoutedExchange): () => readonly Noted[] {
  const plan = x.route.cache;
  if (plan === null || x.stage.live.cache === null) return NONE;
  const key = cacheKey(x, plan).replaceAll('\0', ' ␀');
  return () => [{ label: 'Cache key', kind: 'text', after: key }];
}
