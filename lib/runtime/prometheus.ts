import { Registry } from 'prom-client';
import type { GatewayStatus } from '@/lib/contract/gateway-status';
import { bucketMidpoint, type Histogram } from '@/lib/gateway/observe/histogram';
import type { StageTotals } from './sinks/metric-ledger';

export interface PrometheusInput {
  readonly stages: readonly StageTotals[];
  readonly workers: GatewayStatus['workers'];
  readonly restarts: number;
  readonly revision: number;
  readonly databaseReachable: boolean;
  /** What workers count besides stages' metrics, by the gateway's own names. */
  readonly events: Readonly<Record<string, number>>;
  /** By kind of telemetry. */
  readonly dropped: Readonly<Record<string, number>>;
}

const LATENCY_BUCKETS_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The text that /_metrics answers with, for the whole group of workers since the runtime started. */
export async function renderPrometheus(input: PrometheusInput): Promise<string> {
  const registry = new Registry();
  const add = (name: string, help: string, type: Metric['type'], values: readonly Value[]) =>
    registry.registerMetric(metric(name, help, type, values));
  const perStage = (value: (sums: StageTotals['sums']) => number): Value[] =>
    input.stages.map((stage) => ({ labels: labelsOf(stage), value: value(stage.sums) }));

  add(
    'gatehouse_requests_total',
    'Requests by API and stage.',
    'counter',
    perStage((sums) => sums.count),
  );
  add('gatehouse_errors_total', 'Responses with an error status.', 'counter', [
    ...labelled(input.stages, { class: '4xx' }, (sums) => sums.error4xx),
    ...labelled(input.stages, { class: '5xx' }, (sums) => sums.error5xx),
  ]);
  add('gatehouse_cache_lookups_total', 'Response cache lookups.', 'counter', [
    ...labelled(input.stages, { outcome: 'hit' }, (sums) => sums.cacheHit),
    ...labelled(input.stages, { outcome: 'miss' }, (sums) => sums.cacheMiss),
  ]);
  add(
    'gatehouse_throttled_total',
    'Requests refused by a throttle or quota.',
    'counter',
    perStage((s) => s.throttled),
  );
  add(
    'gatehouse_latency_seconds',
    'Time from a request’s arrival to the end of its response.',
    'histogram',
    input.stages.flatMap((stage) =>
      buckets('gatehouse_latency_seconds', labelsOf(stage), stage.sums.latency, stage.sums.latencySumUs),
    ),
  );
  add(
    'gatehouse_integration_latency_seconds',
    'Time from calling a backend to its answer.',
    'histogram',
    input.stages.flatMap((stage) =>
      buckets(
        'gatehouse_integration_latency_seconds',
        labelsOf(stage),
        stage.sums.integration,
        stage.sums.integrationSumUs,
      ),
    ),
  );
  add(
    'gatehouse_events_total',
    'What happened to connections and requests, by the gateway’s own names.',
    'counter',
    Object.entries(input.events).map(([name, value]) => ({ labels: { event: snakeCase(name) }, value })),
  );
  add('gatehouse_workers', 'Gateway workers that serve.', 'gauge', [
    { labels: {}, value: input.workers.filter(({ state }) => state === 'ready').length },
  ]);
  add('gatehouse_worker_restarts_total', 'Workers that ended and were replaced.', 'counter', [
    { labels: {}, value: input.restarts },
  ]);
  add(
    'gatehouse_worker_resident_memory_bytes',
    'Memory of a worker.',
    'gauge',
    input.workers.map(({ id, rssBytes }) => ({ labels: { worker: String(id) }, value: rssBytes })),
  );
  add(
    'gatehouse_requests_in_flight',
    'Requests being served.',
    'gauge',
    input.workers.map(({ id, inFlight }) => ({ labels: { worker: String(id) }, value: inFlight })),
  );
  add('gatehouse_revision', 'Newest published revision.', 'gauge', [{ labels: {}, value: input.revision }]);
  add('gatehouse_database_up', 'Whether the database answers.', 'gauge', [
    { labels: {}, value: input.databaseReachable ? 1 : 0 },
  ]);
  add(
    'gatehouse_telemetry_dropped_total',
    'Log lines, metric points and counts that were given up.',
    'counter',
    Object.entries(input.dropped).map(([kind, value]) => ({ labels: { kind }, value })),
  );
  return registry.metrics();
}

interface Value {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly metricName?: string;
}

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly aggregator: 'sum';
  get(): Promise<object>;
}

/** prom-client renders anything that answers get(); its own metric classes can't take sums made elsewhere. */
function metric(name: string, help: string, type: Metric['type'], values: readonly Value[]): never {
  const plain: Metric = {
    name,
    help,
    type,
    aggregator: 'sum',
    get: async () => ({ name, help, type, values, aggregator: 'sum' }),
  };
  return plain as never;
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A stage's sum is the sum of its series, with the label and without. */
const labelsOf = ({ restApiId, stageName, canary }: StageTotals) => ({
  api: restApiId,
  stage: stageName,
  ...(canary ? { canary: 'true' } : {}),
});

const labelled = (
  stages: readonly StageTotals[],
  extra: Readonly<Record<string, string>>,
  value: (sums: StageTotals['sums']) => number,
): Value[] => stages.map((stage) => ({ labels: { ...labelsOf(stage), ...extra }, value: value(stage.sums) }));

function buckets(name: string, labels: Value['labels'], histogram: Histogram, sumUs: number): Value[] {
  const counts = LATENCY_BUCKETS_SECONDS.map(() => 0);
  histogram.visit((bucket, count) => {
    const seconds = bucketMidpoint(bucket) / 1e6;
    LATENCY_BUCKETS_SECONDS.forEach((limit, i) => {
      if (seconds <= limit) counts[i] = (counts[i] ?? 0) + count;
    });
  });
  return [
    ...LATENCY_BUCKETS_SECONDS.map((limit, i) => ({
      metricName: `${name}_bucket`,
      labels: { ...labels, le: String(limit) },
      value: counts[i] ?? 0,
    })),
    { metricName: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: histogram.total },
    { metricName: `${name}_sum`, labels, value: sumUs / 1e6 },
    { metricName: `${name}_count`, labels, value: histogram.total },
  ];
}
