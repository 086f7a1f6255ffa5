import { Histogram } from '@/lib/gateway/observe/histogram';
import type { MetricPointRow } from './metric-points';

/** What several points of one series come to. */
export class MetricSums {
  count = 0;
  error4xx = 0;
  error5xx = 0;
  cacheHit = 0;
  cacheMiss = 0;
  throttled = 0;
  latencySumUs = 0;
  latencyMinUs = Number.POSITIVE_INFINITY;
  latencyMaxUs = 0;
  integrationCount = 0;
  integrationSumUs = 0;
  integrationMinUs = Number.POSITIVE_INFINITY;
  integrationMaxUs = 0;
  readonly latency = new Histogram();
  readonly integration = new Histogram();

  add(point: MetricPointRow): void {
    this.#addNumbers(point);
    this.latency.mergeEncoded(point.latencyHistogram);
    this.integration.mergeEncoded(point.integrationHistogram);
  }

  merge(other: MetricSums): void {
    this.#addNumbers(other);
    this.latency.merge(other.latency);
    this.integration.merge(other.integration);
  }

  toPoint(series: SeriesName, startsAt: number): MetricPointRow {
    return {
      ...series,
      startsAt,
      count: this.count,
      error4xx: this.error4xx,
      error5xx: this.error5xx,
      cacheHit: this.cacheHit,
      cacheMiss: this.cacheMiss,
      throttled: this.throttled,
      latencySumUs: this.latencySumUs,
      latencyMinUs: this.count === 0 ? 0 : this.latencyMinUs,
      latencyMaxUs: this.latencyMaxUs,
      latencyHistogram: this.latency.encode(),
      integrationCount: this.integrationCount,
      integrationSumUs: this.integrationSumUs,
      integrationMinUs: this.integrationCount === 0 ? 0 : this.integrationMinUs,
      integrationMaxUs: this.integrationMaxUs,
      integrationHistogram: this.integration.encode(),
    };
  }

  #addNumbers(other: Numbers): void {
    this.count += other.count;
    this.error4xx += other.error4xx;
    this.error5xx += other.error5xx;
    this.cacheHit += other.cacheHit;
    this.cacheMiss += other.cacheMiss;
    this.throttled += other.throttled;
    this.latencySumUs += other.latencySumUs;
    this.latencyMaxUs = Math.max(this.latencyMaxUs, other.latencyMaxUs);
    if (other.count > 0) this.latencyMinUs = Math.min(this.latencyMinUs, other.latencyMinUs);
    this.integrationCount += other.integrationCount;
    this.integrationSumUs += other.integrationSumUs;
    this.integrationMaxUs = Math.max(this.integrationMaxUs, other.integrationMaxUs);
    if (other.integrationCount > 0) {
      this.integrationMinUs = Math.min(this.integrationMinUs, other.integrationMinUs);
    }
  }
}

type SeriesName = Pick<MetricPointRow, 'restApiId' | 'stageName' | 'resource' | 'method' | 'canary'>;
type Numbers = Omit<MetricPointRow, keyof SeriesName | 'startsAt' | 'latencyHistogram' | 'integrationHistogram'>;
