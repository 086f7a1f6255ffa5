import type { Download } from './download';
import type { Pairing } from './pairs';
import {
  DISTINCT_TOKENS,
  MANY_KEYS,
  MANY_RESOURCES,
  MAPPED,
  OPEN,
  PASSED_ON,
  REPEATED_TOKEN,
  SIGNED,
  SMALL,
} from './scenarios';

export interface Measurement {
  readonly scenario: string;
  readonly server: string;
  readonly round: number;
  readonly cpuUsPerRequest: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly peakMemoryMb: number;
}

export interface Row {
  readonly scenario: string;
  readonly server: string;
  readonly cpuUsPerRequest: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly peakMemoryMb: number;
  /** CPU per request over nginx's in the same round. */
  readonly cpuVsNginx: number | null;
}

export interface Target {
  readonly name: string;
  readonly limit: string;
  readonly value: string;
  /** Null: the rival was not there, or the machine too restless to tell. */
  readonly isMet: boolean | null;
}

export function toRows(measurements: readonly Measurement[]): Row[] {
  const groups = groupBy(measurements, ({ scenario, server }) => `${scenario}\n${server}`);
  return [...groups.values()].map((group) => {
    const { scenario, server } = group[0] as Measurement;
    const pick = (field: 'cpuUsPerRequest' | 'requestsPerSecond' | 'p50Ms' | 'p99Ms') =>
      median(group.map((one) => one[field]));
    return {
      ...{ scenario, server },
      cpuUsPerRequest: round(pick('cpuUsPerRequest'), 2),
      requestsPerSecond: Math.round(pick('requestsPerSecond')),
      p50Ms: round(pick('p50Ms'), 2),
      p99Ms: round(pick('p99Ms'), 2),
      peakMemoryMb: Math.max(...group.map((one) => one.peakMemoryMb)),
      cpuVsNginx: ratio(measurements, 'cpuUsPerRequest', [scenario, server], [scenario, 'nginx']),
    };
  });
}

const FULL = 'HTTP_PROXY with key, throttle, quota, metrics, log';
const PROXY = 'HTTP_PROXY';
const CACHED = 'cache hit';
const ORDER = '2 KB of JSON, posted and answered';
const FUNCTION = 'AWS_PROXY warm';
const TOKEN = 'HTTP_PROXY with a token of an issuer';
const SIGNATURE = 'HTTP_PROXY with Signature Version 4';

export interface Figures {
  readonly idleMb: number;
  readonly deployMs: readonly number[];
  /** What a warm function adds to one caller's median. */
  readonly functionMs: number;
  readonly pairings: readonly Pairing[];
  /** Null: not measured. */
  readonly download: Download | null;
}

export function toTargets(measurements: readonly Measurement[], figures: Figures): Target[] {
  const { idleMb, deployMs, functionMs, pairings, download } = figures;
  const cpu = (ours: Place, theirs: Place) => ratio(measurements, 'cpuUsPerRequest', ours, theirs);
  return [
    atMost('full HTTP_PROXY: CPU per request over nginx’s', cpu([FULL, SMALL], [FULL, 'nginx']), 4),
    atLeast(
      'full HTTP_PROXY: requests/s over @fastify/http-proxy’s plain proxy',
      ratio(measurements, 'requestsPerSecond', [FULL, SMALL], [PROXY, '@fastify/http-proxy']),
      2,
    ),
    atMost('cache hit: CPU per request over nginx’s', cpu([CACHED, SMALL], [CACHED, 'nginx']), 3),
    atMost('1,000 resources: CPU per request over the small case', cpu([PROXY, MANY_RESOURCES], [PROXY, SMALL]), 1.05),
    atMost('100,000 keys: CPU per request over the small case', cpu([FULL, MANY_KEYS], [FULL, SMALL]), 1.05),
    atMost(
      'templates for request and response of 2 KB: CPU µs over HTTP_PROXY',
      difference(measurements, [ORDER, MAPPED], [ORDER, PASSED_ON]),
      60,
    ),
    atMost(
      'a token that is known: CPU µs over open HTTP_PROXY',
      difference(measurements, [TOKEN, REPEATED_TOKEN], [TOKEN, OPEN]),
      60,
    ),
    atMost(
      'tokens that are new each time: CPU µs over open HTTP_PROXY',
      difference(measurements, [TOKEN, DISTINCT_TOKENS], [TOKEN, OPEN]),
      60,
    ),
    atMost(
      'requests signed with Signature Version 4: CPU µs over open HTTP_PROXY',
      difference(measurements, [SIGNATURE, SIGNED], [SIGNATURE, OPEN]),
      60,
    ),
    atLeast('AWS_PROXY with a warm function: requests/s', rateOf(measurements, [FUNCTION, SMALL]), 3_000),
    atMost('AWS_PROXY with a warm function: ms added to one caller’s median', functionMs, 1),
    ...pairings.filter(({ isControl }) => !isControl).map(pairTarget),
    atLeast('streamed download of 100 MB: rate over nginx’s', download?.vsNginx ?? null, 0.6),
    atMost('streamed download of 100 MB: worker’s memory grows by, MB', download?.memoryGrowthMb ?? null, 32),
    atMost('worker’s memory when idle, MB', idleMb, 120),
    atMost('deploy of 300 resources live on all workers, ms (median)', median(deployMs), 100),
  ];
}

export function print(
  rows: readonly Row[],
  targets: readonly Target[],
  pairings: readonly Pairing[],
  download: Download | null,
): void {
  for (const [scenario, group] of groupBy(rows, (row) => row.scenario)) {
    console.log(`\n${scenario}`);
    console.table(
      Object.fromEntries(
        group.map((row) => [
          row.server,
          {
            'CPU µs/request': row.cpuUsPerRequest,
            'requests/s': row.requestsPerSecond,
            'p50 ms': row.p50Ms,
            'p99 ms': row.p99Ms,
            'peak MB': row.peakMemoryMb,
            'CPU / nginx': row.cpuVsNginx ?? '–',
          },
        ]),
      ),
    );
  }
  for (const { feature, ratio, uncertainty, pairs } of pairings) {
    const percent = (share: number) => `${round(share * 100, 2)} %`;
    console.log(
      `\n${feature}: CPU ${percent(ratio - 1)} over plain HTTP_PROXY, ± ${percent(uncertainty)}, ${pairs} pairs`,
    );
  }
  if (download !== null) {
    const { mbPerSecond, nginxMbPerSecond, memoryGrowthMb } = download;
    console.log(
      `\n100 MB streamed: ${round(mbPerSecond, 0)} MB/s, nginx ${round(nginxMbPerSecond, 0)} MB/s; memory grew by ${round(memoryGrowthMb, 1)} MB`,
    );
  }
  console.log('\nTargets');
  for (const { name, limit, value, isMet } of targets) {
    console.log(`  ${isMet === null ? 'n/a ' : isMet ? 'pass' : 'MISS'}  ${name}: ${value} (${limit})`);
  }
}

type Place = readonly [scenario: string, server: string];

type Field = 'cpuUsPerRequest' | 'requestsPerSecond';

/** Median over rounds of the quotient within a round: what slows the machine down for a while slows both. */
const ratio = (measurements: readonly Measurement[], field: Field, ours: Place, theirs: Place): number | null =>
  compare(measurements, field, ours, theirs, (mine, other) => mine / other);

/** Median over rounds of the CPU time that ours takes longer. */
const difference = (measurements: readonly Measurement[], ours: Place, theirs: Place): number | null =>
  compare(measurements, 'cpuUsPerRequest', ours, theirs, (mine, other) => mine - other);

const rateOf = (measurements: readonly Measurement[], [scenario, server]: Place): number | null => {
  const rates = measurements.filter((one) => one.scenario === scenario && one.server === server);
  return rates.length === 0 ? null : median(rates.map(({ requestsPerSecond }) => requestsPerSecond));
};

function compare(
  measurements: readonly Measurement[],
  field: Field,
  ours: Place,
  theirs: Place,
  how: (mine: number, other: number) => number,
): number | null {
  const at = ([scenario, server]: Place) =>
    new Map(
      measurements
        .filter((one) => one.scenario === scenario && one.server === server)
        .map((one) => [one.round, one[field]]),
    );
  const other = at(theirs);
  const compared = [...at(ours)].flatMap(([number, mine]) => {
    const its = other.get(number);
    return its === undefined ? [] : [how(mine, its)];
  });
  return compared.length === 0 ? null : round(median(compared), 3);
}

const atMost = (name: string, value: number | null, limit: number): Target => ({
  ...{ name, limit: `at most ${limit}`, value: value === null ? 'not measured' : String(round(value, 3)) },
  isMet: value === null ? null : value <= limit,
});

/** Neither met nor missed where it may be off by more than what is asked, or is above the limit by less than that. */
function pairTarget({ feature, ratio, uncertainty }: Pairing): Target {
  const target = atMost(`${feature}: CPU per request over plain HTTP_PROXY’s`, ratio, 1.02);
  const isUnclear = uncertainty > 0.02 || (target.isMet === false && ratio - 2 * uncertainty <= 1.02);
  return { ...target, value: `${target.value} ± ${round(uncertainty, 3)}`, isMet: isUnclear ? null : target.isMet };
}

const atLeast = (name: string, value: number | null, limit: number): Target => ({
  ...{ name, limit: `at least ${limit}`, value: value === null ? 'not measured' : String(round(value, 3)) },
  isMet: value === null ? null : value >= limit,
});

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Map.groupBy, which Node 20 lacks. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
