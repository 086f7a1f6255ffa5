import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DOWNLOAD, measureDownload } from './download';
import { loadTool, putLoad } from './load';
import { canPin, cpuTimeUs, describeMachine, memoryBytes } from './machine';
import { measurePairs, PAIRS } from './pairs';
import { type Measurement, median, print, toRows, toTargets } from './report';
import { type Contestant, type Scenario, scenariosOf } from './scenarios';
import { type Gateway, install } from './servers';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
/** Until code is compiled and pools are filled. */
const WARM_UP_SECONDS = 3;
/** Part of a scenario's name; unset: all. */
const ONLY = process.env.BENCH_ONLY ?? '';
/** Each four slices long, of a second: what is measured there is small. */
const PAIR_ROUNDS = ROUNDS * 3;
const DEPLOYS = 20;
const CALLS = 1_000;

async function main(): Promise<void> {
  if (!existsSync('/proc/self/stat')) {
    console.log('The bench reads CPU times from /proc, which this system does not have.');
    return;
  }
  const workDir = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  const machine = { ...describeMachine(), load: loadTool, rounds: ROUNDS, seconds: SECONDS };
  console.log(`Bench on ${machine.cpu}, ${machine.cores} cores, node ${machine.node}, load by ${loadTool}.`);
  if (!canPin) console.log('Servers and load could not be pinned to cores of their own: ratios are rough.');
  const installation = await install(workDir);
  try {
    for (const note of installation.notes) console.log(note);
    await delay(3_000);
    const idleMb = toMb(memoryBytes(installation.small.pid, 'VmRSS'));
    const scenarios = scenariosOf(installation).filter(({ name }) => name.includes(ONLY));
    await warmUp(scenarios, workDir);
    const measurements: Measurement[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      console.log(`Round ${round} of ${ROUNDS}`);
      for (const scenario of scenarios) {
        for (const contestant of scenario.contestants) {
          measurements.push(await measure(scenario, contestant, round, workDir));
        }
      }
    }
    const pairings = PAIRS.includes(ONLY) ? await measurePairs(installation.small, PAIR_ROUNDS, workDir) : [];
    const download = DOWNLOAD.includes(ONLY) ? await measureDownload(installation, ROUNDS) : null;
    const deployMs = await measureDeploys(installation.small);
    const rows = toRows(measurements);
    const functionMs = await measureFunction(installation.small);
    const targets = toTargets(measurements, { idleMb, deployMs, functionMs, pairings, download });
    print(rows, targets, pairings, download);
    const { notes } = installation;
    const { date, ...results } = {
      ...{ date: new Date().toISOString(), machine, notes, rows, pairings, download, targets },
    };
    if (ONLY === '') {
      const file = fileURLToPath(new URL('results.json', import.meta.url));
      writeFileSync(file, `${JSON.stringify({ date, ...results }, null, 2)}\n`);
      console.log('\nWritten to bench/results.json.');
    }
  } finally {
    await installation.close();
    rmSync(workDir, { recursive: true, force: true });
  }
}

async function warmUp(scenarios: readonly Scenario[], workDir: string): Promise<void> {
  for (const scenario of scenarios) {
    for (const { request } of scenario.contestants) await putLoad(await loadOf(request), WARM_UP_SECONDS, workDir);
  }
}

const loadOf = async (request: Contestant['request']) => (typeof request === 'function' ? request() : request);

async function measure(
  scenario: Scenario,
  { name, server, request }: Contestant,
  round: number,
  workDir: string,
): Promise<Measurement> {
  // Others had the machine meanwhile: caches are filled again, and memory that the system took from an idle process comes back.
  const load = await loadOf(request);
  await putLoad(load, 1, workDir);
  const before = cpuTimeUs(server.pid);
  const result = await putLoad(load, SECONDS, workDir);
  // What was put off (log lines, telemetry) is part of the price.
  await delay(500);
  const cpuUs = cpuTimeUs(server.pid) - before;
  const wrong = scenario.expectsFailures ? result.requests - result.failures : result.failures;
  if (wrong > 0) throw new Error(`${name}, ${scenario.name}: ${wrong} of ${result.requests} answers were wrong.`);
  return {
    ...{ scenario: scenario.name, server: name, round },
    cpuUsPerRequest: cpuUs / result.requests,
    requestsPerSecond: result.requests / result.seconds,
    ...{ p50Ms: result.p50Ms, p99Ms: result.p99Ms },
    peakMemoryMb: toMb(memoryBytes(server.pid, 'VmHWM')),
  };
}

/** From the committed change to the last worker's acknowledgement. */
async function measureDeploys({ harness, runtime }: Gateway): Promise<number[]> {
  const routes = (version: number) =>
    Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [
        `GET /resource${i}/{id}`,
        {
          apiKeyRequired: true,
          requestParameters: { 'method.request.path.id': true },
          integration: {
            ...{ type: 'HTTP_PROXY' as const, httpMethod: 'GET' as const, uri: `http://127.0.0.1/v${version}/{id}` },
            requestParameters: { 'integration.request.path.id': 'method.request.path.id' },
          },
        },
      ]),
    );
  const api = await harness.createApi(routes(0));
  await runtime.publish();
  const tookMs: number[] = [];
  for (let version = 1; version <= DEPLOYS; version++) {
    await harness.deploy(api, routes(version));
    const report = await runtime.publish();
    if (report.workers.acked !== 1) throw new Error('A worker did not acknowledge a deploy.');
    tookMs.push(report.tookMs);
  }
  return tookMs;
}

/** One caller, one request after the other: a function's median less a fixed answer's. */
async function measureFunction({ origin, path }: Gateway): Promise<number> {
  const medianOf = async (scenario: string): Promise<number> => {
    const tookMs: number[] = [];
    for (let i = 0; i < CALLS; i++) {
      const startedAt = performance.now();
      const answer = await fetch(`${origin}${path(scenario)}`);
      await answer.arrayBuffer();
      tookMs.push(performance.now() - startedAt);
    }
    return median(tookMs);
  };
  await medianOf('function');
  return (await medianOf('function')) - (await medianOf('fixed'));
}

const toMb = (bytes: number): number => Math.round((bytes / 1024 / 1024) * 10) / 10;

await main();
process.exit();
