// Ties a compiled stage to the counters and caches that outlive it, by stable names: a deploy refills no bucket and
// empties no cache.
import { canaryCacheId } from '../cache/stage-caches';
import type { Services } from '../pipeline/services';
import type { CompiledStage } from './compiled';

type LiveServices = Pick<Services, 'throttle' | 'caches' | 'metrics'>;

export function bindLive(stage: CompiledStage, services: LiveServices): void {
  const { caches } = services;
  bindCaches(stage, caches);
  bindVariant(stage, services);
  if (stage.canary !== null) bindVariant(stage.canary.stage, services);
}

/** The same limits for both variants, so that a canary changes what a stage lets through in no way. */
function bindVariant(stage: CompiledStage, { throttle, metrics }: LiveServices): void {
  stage.live.accountThrottle = throttle.handle(`account:${stage.accountId}`);
  stage.live.meter = metrics.stage(stage.apiId, stage.name, stage.isCanary);
  for (const route of stage.routeList) {
    if (route.throttle !== null) route.live.throttle = throttle.handle(route.throttleKey);
    route.live.meter = route.hasOwnMetrics
      ? metrics.route(stage.apiId, stage.name, route.resourcePath, route.methodKey, stage.isCanary)
      : stage.live.meter;
  }
}

/** A canary's answers must not reach the others' callers, unless its settings say so. */
function bindCaches(stage: CompiledStage, caches: LiveServices['caches']): void {
  const { id, cacheBytes, live, canary } = stage;
  if (cacheBytes > 0) live.cache = caches.open(id, cacheBytes, encryptedRoutes(stage));
  else caches.remove(id);
  const hasOwn = canary !== null && !canary.usesStageCache && cacheBytes > 0;
  if (canary !== null) {
    canary.stage.live.cache = hasOwn
      ? caches.open(canaryCacheId(id), cacheBytes, encryptedRoutes(canary.stage))
      : live.cache;
  }
  if (!hasOwn) caches.remove(canaryCacheId(id));
}

/** What is to be encrypted from now on must not stay as it is. */
const encryptedRoutes = ({ routeList }: CompiledStage): string =>
  routeList
    .filter(({ cache }) => cache?.isEncrypted)
    .map(({ planKey }) => planKey)
    .sort()
    .join('\n');

export function unbindStage(stageId: string, services: LiveServices): void {
  services.caches.remove(stageId);
  services.caches.remove(canaryCacheId(stageId));
}
