import type { GatewayStatus } from '@/lib/contract/gateway-status';
import type { CompileError } from '@/lib/gateway/model';
import type { Provider } from '@/lib/store/database-url';
import type { GatewayNodeRow } from '@/lib/store/gateway-nodes';
import type { DatabaseHealth } from './database-health';
import type { WorkerProcess } from './supervisor/worker-process';

export interface StatusParts {
  /** Whose compile errors are told; undefined: all. */
  readonly restApiIds?: ReadonlySet<string> | undefined;
  /** Workers that should run here. */
  readonly expectedWorkers: number;
  readonly workers: GatewayStatus['workers'];
  readonly others: readonly GatewayNodeRow[];
  readonly compileErrors: readonly CompileError[];
  readonly revision: number;
  readonly url: string;
  readonly vpcEndpoints?: GatewayStatus['vpcEndpoints'];
  readonly database: ReturnType<DatabaseHealth['current']>;
  readonly databaseKind: Provider;
}

/** What the console shows of the data plane: this process's part of it and what other nodes have said. */
export function describeStatus(parts: StatusParts): GatewayStatus {
  const workers = [...parts.workers, ...parts.others.flatMap((node) => node.report.workers)];
  const compileErrors = distinct([
    ...parts.compileErrors,
    ...parts.others.flatMap((node) => node.report.compileErrors),
  ]).filter(({ apiId }) => parts.restApiIds?.has(apiId) ?? true);
  const { reachable, since } = parts.database;
  return {
    ...judge(parts, workers, compileErrors),
    revision: parts.revision,
    url: parts.expectedWorkers > 0 ? parts.url : (parts.others[0]?.report.url ?? parts.url),
    vpcEndpoints: distinctEndpoints([
      ...(parts.vpcEndpoints ?? []),
      ...parts.others.flatMap((node) => node.report.vpcEndpoints ?? []),
    ]),
    database: { reachable, kind: parts.databaseKind, since: since.toISOString() },
    workers,
    nodes: parts.others.map(({ id, host, pid, workers: count, revision, lastSeenAt }) => ({
      ...{ id, host, pid, workers: count, revision, lastSeenAt: lastSeenAt.toISOString() },
    })),
    compileErrors,
  };
}

/** One worker of this process. */
export const describeWorker = (worker: WorkerProcess, restarts: number): GatewayStatus['workers'][number] => ({
  id: worker.slot,
  pid: worker.pid,
  state: worker.state,
  revision: worker.revision,
  startedAt: worker.startedAt.toISOString(),
  restarts,
  rssBytes: worker.telemetry?.rssBytes ?? 0,
  inFlight: worker.telemetry?.inFlight ?? 0,
  dropped: worker.telemetry?.dropped ?? {
    accessLogLines: 0,
    executionLogLines: 0,
    spans: 0,
    metricSeries: 0,
    traces: 0,
  },
});

function judge(
  parts: StatusParts,
  workers: GatewayStatus['workers'],
  compileErrors: GatewayStatus['compileErrors'],
): Pick<GatewayStatus, 'state' | 'message'> {
  const ready = workers.filter(({ state }) => state === 'ready').length;
  if (ready === 0 && parts.expectedWorkers === 0) {
    return {
      state: 'stopped',
      message: 'No gateway is running: start one with “npm run gateway”, or set GATEWAY_WORKERS.',
    };
  }
  if (ready === 0) return { state: 'stopped', message: 'No gateway worker is serving; one is being started.' };
  if (!parts.database.reachable) {
    return {
      state: 'degraded',
      message: `The database can’t be reached. The gateway serves what it has; changes, usage and metrics wait. (${parts.database.message})`,
    };
  }
  const missing = workers.length - ready;
  if (missing > 0)
    return { state: 'degraded', message: `${count(missing, 'gateway worker')} of ${workers.length} not serving.` };
  const stages = new Set(compileErrors.map(({ apiId, stageName }) => `${apiId}/${stageName}`)).size;
  if (stages > 0) {
    return {
      state: 'degraded',
      message: `${count(stages, 'stage')} could not take up the latest change and serve what they had.`,
    };
  }
  const dropped = workers.reduce(
    (sum, worker) => sum + worker.dropped.accessLogLines + worker.dropped.executionLogLines,
    0,
  );
  return { state: 'running', message: dropped > 0 ? `${count(dropped, 'log line')} dropped.` : '' };
}

function distinctEndpoints(all: GatewayStatus['vpcEndpoints']): GatewayStatus['vpcEndpoints'] {
  return [...new Map(all.map((endpoint) => [`${endpoint.id} ${endpoint.url}`, endpoint])).values()];
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

function distinct(errors: readonly GatewayStatus['compileErrors'][number][]): GatewayStatus['compileErrors'] {
  const seen = new Map(
    errors.map(({ apiId, stageName, place, message }) => [
      `${apiId}\n${stageName}\n${place}\n${message}`,
      { apiId, stageName, place, message },
    ]),
  );
  return [...seen.values()];
}
