// Ties a compiled stage to the counters and caches that outlive it, by stable names: a deploy refills no bucket and
// empties no cache.
import type { Services } from '../pipeline/services';
import type { CompiledStage } from './compiled';

type LiveServices = Pick<Services, 'throttle' | 'caches' | 'metrics'>;

export function bindLive(stage: CompiledStage, services: LiveServices): void {
  const { throttle, caches, metrics } = services;
  stage.live.accountThrottle = throttle.handle(`account:${stage.accountId}`);
  stage.live.meter = metrics.stage(stage.apiId, stage.name);
  if (stage.cacheBytes > 0) stage.live.cache = caches.open(stage.id, stage.cacheBytes);
  else caches.remove(stage.id);
  for (const route of stage.routeList) {
    if (route.throttle !== null) route.live.throttle = throttle.handle(route.throttleKey);
    route.live.meter = route.hasOwnMetrics
      ? metrics.route(stage.apiId, stage.name, route.resourcePath, route.methodKey)
      : stage.live.meter;
  }
}

export function unbindStage(stageId: string, services: LiveServices): void {
  services.caches.remove(stageId);
}
