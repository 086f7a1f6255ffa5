// Metrics per minute, with CloudWatch's names and meanings, by stage and by route.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
// Throttled is ours; percentiles come from mergeable histograms instead of raw samples.
import { Histogram } from './histogram';

export const CACHE_UNUSED = 0;
export const CACHE_HIT = 1;
export const CACHE_MISS = 2;
export type CacheOutcome = typeof CACHE_UNUSED | typeof CACHE_HIT | typeof CACHE_MISS;

/** For `integrationUs` of a request that called no backend. */
export const NO_INTEGRATION = -1;

/** Resource and method of the rows that cover a whole stage. */
export const WHOLE_STAGE = '*';

const MS_PER_MINUTE = 60_000;
const IDLE_MINUTES = 5;
const DEFAULT_MAX_SERIES = 4000;

/** One series' minute as this worker saw it: absolute values, so that sending a row twice is harmless. */
export interface MetricRow {
  readonly restApiId: string;
  readonly stageName: string;
  readonly resource: string;
  readonly method: string;
  /** Of the requests that the stage's canary answered: counted apart, and never twice. */
  readonly canary: boolean;
  /** Start of the minute, seconds since the epoch. */
  readonly startsAt: number;
  readonly count: number;
  readonly error4xx: number;
  readonly error5xx: number;
  readonly cacheHit: number;
  readonly cacheMiss: number;
  readonly throttled: number;
  readonly latencySumUs: number;
  readonly latencyMinUs: number;
  readonly latencyMaxUs: number;
  readonly latencyHistogram: Uint8Array<ArrayBuffer>;
  readonly integrationCount: number;
  readonly integrationSumUs: number;
  /** 0 when integrationCount is 0. */
  readonly integrationMinUs: number;
  readonly integrationMaxUs: number;
  readonly integrationHistogram: Uint8Array<ArrayBuffer>;
}

export class Metrics {
  readonly #series = new Map<string, Series>();
  readonly #maxSeries: number;
  #changed: Series[] = [];
  #finished: MetricRow[] = [];
  #overflowed = 0;

  constructor(maxSeries = DEFAULT_MAX_SERIES) {
    this.#maxSeries = maxSeries;
  }

  /** The meter of a route: records into the route's series and its stage's. Resolve it when compiling. */
  route(restApiId: string, stageName: string, resource: string, method: string, canary = false): Meter {
    const route = { restApiId, stageName, resource, method, canary };
    return new Meter(this, wholeStage(restApiId, stageName, canary), route);
  }

  /** The meter of requests that matched no route: the stage's series alone. */
  stage(restApiId: string, stageName: string, canary = false): Meter {
    return new Meter(this, wholeStage(restApiId, stageName, canary), undefined);
  }

  /** Requests counted for their stage but not for their route, because too many series were active. */
  get overflowed(): number {
    return this.#overflowed;
  }

  get seriesCount(): number {
    return this.#series.size;
  }

  /** Rows changed since they were last drained: all finished minutes and at most `limit` current ones. */
  drain(nowMs: number, limit = 500): MetricRow[] {
    const rows = this.#finished;
    this.#finished = [];
    const due = this.#changed.length > limit ? this.#changed.splice(0, limit) : this.#changed;
    if (due === this.#changed) this.#changed = [];
    for (const series of due) rows.push(series.takeChange());
    this.#forgetIdle(minuteOf(nowMs));
    return rows;
  }

  /** For Meter. Undefined: no room for another route's series. */
  openSeries(name: SeriesName, isStage: boolean): Series | undefined {
    const key = `${name.restApiId}\n${name.stageName}\n${name.resource}\n${name.method}\n${name.canary}`;
    const known = this.#series.get(key);
    if (known) return known;
    if (!isStage && this.#series.size >= this.#maxSeries) {
      this.#overflowed += 1;
      return undefined;
    }
    const series = new Series(name, this.#queue);
    this.#series.set(key, series);
    return series;
  }

  readonly #queue: SeriesQueue = {
    changed: (series) => this.#changed.push(series),
    finished: (row) => this.#finished.push(row),
  };

  #forgetIdle(minute: number): void {
    for (const [key, series] of this.#series) {
      if (!series.isIdle(minute - IDLE_MINUTES)) continue;
      series.forgotten = true;
      this.#series.delete(key);
    }
  }
}

/** Where a route's requests are recorded. Allocates nothing once its series are open. */
export class Meter {
  readonly #metrics: Metrics;
  readonly #stageName: SeriesName;
  readonly #routeName: SeriesName | undefined;
  #stage: Series | undefined;
  #route: Series | undefined;

  constructor(metrics: Metrics, stageName: SeriesName, routeName: SeriesName | undefined) {
    this.#metrics = metrics;
    this.#stageName = stageName;
    this.#routeName = routeName;
  }

  record(
    nowMs: number,
    status: number,
    latencyUs: number,
    integrationUs: number,
    cache: CacheOutcome,
    isThrottled: boolean,
  ): void {
    const minute = minuteOf(nowMs);
    let stage = this.#stage;
    if (stage === undefined || stage.forgotten) {
      stage = this.#metrics.openSeries(this.#stageName, true);
      this.#stage = stage;
    }
    stage?.record(minute, status, latencyUs, integrationUs, cache, isThrottled);

    if (this.#routeName === undefined) return;
    let route = this.#route;
    if (route === undefined || route.forgotten) {
      route = this.#metrics.openSeries(this.#routeName, false);
      this.#route = route;
    }
    route?.record(minute, status, latencyUs, integrationUs, cache, isThrottled);
  }
}

interface SeriesName {
  readonly restApiId: string;
  readonly stageName: string;
  readonly resource: string;
  readonly method: string;
  readonly canary: boolean;
}

interface SeriesQueue {
  changed(series: Series): void;
  finished(row: MetricRow): void;
}

class Series {
  /** No longer in the table: whoever holds it opens it again. */
  forgotten = false;
  readonly #name: SeriesName;
  readonly #queue: SeriesQueue;
  readonly #latency = new Histogram();
  readonly #integration = new Histogram();
  #isQueued = false;
  #minute = -1;
  #count = 0;
  #error4xx = 0;
  #error5xx = 0;
  #cacheHit = 0;
  #cacheMiss = 0;
  #throttled = 0;
  #latencySumUs = 0;
  #latencyMinUs = 0;
  #latencyMaxUs = 0;
  #integrationCount = 0;
  #integrationSumUs = 0;
  #integrationMinUs = 0;
  #integrationMaxUs = 0;

  constructor(name: SeriesName, queue: SeriesQueue) {
    this.#name = name;
    this.#queue = queue;
  }

  record(
    minute: number,
    status: number,
    latencyUs: number,
    integrationUs: number,
    cache: CacheOutcome,
    isThrottled: boolean,
  ): void {
    // Minutes only move forward: after a step back of the clock, requests count in the latest minute seen.
    if (minute > this.#minute) this.#begin(minute);
    if (!this.#isQueued) {
      this.#isQueued = true;
      this.#queue.changed(this);
    }
    if (this.#count === 0 || latencyUs < this.#latencyMinUs) this.#latencyMinUs = latencyUs;
    if (latencyUs > this.#latencyMaxUs) this.#latencyMaxUs = latencyUs;
    this.#latencySumUs += latencyUs;
    this.#latency.record(latencyUs);
    this.#count += 1;
    if (status >= 500) this.#error5xx += 1;
    else if (status >= 400) this.#error4xx += 1;
    if (cache === CACHE_HIT) this.#cacheHit += 1;
    else if (cache === CACHE_MISS) this.#cacheMiss += 1;
    if (isThrottled) this.#throttled += 1;
    if (integrationUs < 0) return;
    if (this.#integrationCount === 0 || integrationUs < this.#integrationMinUs) this.#integrationMinUs = integrationUs;
    if (integrationUs > this.#integrationMaxUs) this.#integrationMaxUs = integrationUs;
    this.#integrationCount += 1;
    this.#integrationSumUs += integrationUs;
    this.#integration.record(integrationUs);
  }

  takeChange(): MetricRow {
    this.#isQueued = false;
    return this.#row();
  }

  isIdle(beforeMinute: number): boolean {
    return !this.#isQueued && this.#minute < beforeMinute;
  }

  #begin(minute: number): void {
    if (this.#isQueued) this.#queue.finished(this.#row());
    this.#minute = minute;
    this.#latency.clear();
    this.#integration.clear();
    this.#count = 0;
    this.#error4xx = 0;
    this.#error5xx = 0;
    this.#cacheHit = 0;
    this.#cacheMiss = 0;
    this.#throttled = 0;
    this.#latencySumUs = 0;
    this.#latencyMinUs = 0;
    this.#latencyMaxUs = 0;
    this.#integrationCount = 0;
    this.#integrationSumUs = 0;
    this.#integrationMinUs = 0;
    this.#integrationMaxUs = 0;
  }

  #row(): MetricRow {
    return {
      ...this.#name,
      startsAt: this.#minute * 60,
      count: this.#count,
      error4xx: this.#error4xx,
      error5xx: this.#error5xx,
      cacheHit: this.#cacheHit,
      cacheMiss: this.#cacheMiss,
      throttled: this.#throttled,
      latencySumUs: Math.round(this.#latencySumUs),
      latencyMinUs: Math.round(this.#latencyMinUs),
      latencyMaxUs: Math.round(this.#latencyMaxUs),
      latencyHistogram: this.#latency.encode(),
      integrationCount: this.#integrationCount,
      integrationSumUs: Math.round(this.#integrationSumUs),
      integrationMinUs: Math.round(this.#integrationMinUs),
      integrationMaxUs: Math.round(this.#integrationMaxUs),
      integrationHistogram: this.#integration.encode(),
    };
  }
}

const minuteOf = (epochMs: number): number => Math.floor(epochMs / MS_PER_MINUTE);

const wholeStage = (restApiId: string, stageName: string, canary: boolean): SeriesName => ({
  restApiId,
  stageName,
  resource: WHOLE_STAGE,
  method: WHOLE_STAGE,
  canary,
});
