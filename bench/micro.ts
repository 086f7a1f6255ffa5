import { Bench } from 'tinybench';
import { ACCESS_LOG_PRESETS, DEFAULT_ACCESS_LOG_FORMAT } from '../lib/contract/access-log';
import { ResponseCache } from '../lib/gateway/cache/response-cache';
import { QuotaCounters } from '../lib/gateway/limits/quota-counters';
import { Throttle } from '../lib/gateway/limits/throttle';
import { compileAccessLogFormat } from '../lib/gateway/observe/access-log-format';
import { Histogram } from '../lib/gateway/observe/histogram';
import { CACHE_UNUSED, Metrics, NO_INTEGRATION } from '../lib/gateway/observe/metrics';
import { parsePathTemplate } from '../lib/gateway/routing/path-template';
import { PathTrie } from '../lib/gateway/routing/path-trie';
import { loggedRequest } from '../lib/gateway/testing/logged-request';
import { addAuthorizers } from './authorizers';
import { addCaches } from './caches';
import { addPolicies } from './policies';
import { addTemplates } from './templates';
import { addValidation } from './validation';

// What a request pays for each part of its way: `npm run bench -- micro`.
const now = Date.now();
const bench = new Bench({ time: 300, warmupTime: 100 });

const handle = new Throttle().handle('key');
const limit = { rateLimit: 1e9, burstLimit: 1e9 };
bench.add('throttle: take a token', () => handle.take(limit, now));

const counter = new QuotaCounters().counter('plan', 'key');
const quota = { limit: 1e15, period: 'MONTH', offset: 0, startedAtMs: 0 } as const;
bench.add('quota: count a request', () => counter.tryTake(quota, now));

const histogram = new Histogram();
bench.add('histogram: record', () => histogram.record(1234));

const meter = new Metrics().route('api', 'prod', '/pets', 'GET');
bench.add('metrics: record for stage and route', () => {
  meter.record(now, 200, 1234, NO_INTEGRATION, CACHE_UNUSED, false);
});

const cache = new ResponseCache<string>(1e8);
for (let i = 0; i < 1000; i++) cache.set(`key ${i}`, 'value', 100, 1e9, now);
let at = 0;
bench.add('cache: hit among 1,000', () => {
  at = (at + 7) % 1000;
  cache.get(`key ${at}`, now);
});

const logged = loggedRequest({ startedAtMs: now });
const chunk = Buffer.alloc(2048);
for (const { name, format } of [{ name: 'default', format: DEFAULT_ACCESS_LOG_FORMAT }, ...ACCESS_LOG_PRESETS]) {
  const line = compileAccessLogFormat(format);
  bench.add(`access log: a line, ${name}`, () => chunk.write(line(logged, 200, 1234), 'latin1'));
}

for (const size of [10, 1000]) {
  const trie = new PathTrie<number>();
  for (let i = 0; i < size; i++) {
    const template = parsePathTemplate(`/area${i % 30}/resource${i}/{id}/part`);
    if (typeof template !== 'string') trie.add(template, 'GET', i);
  }
  bench.add(`routing: ${size} resources`, () => trie.match('GET', '/area5/resource5/42/part'));
}

await addAuthorizers(bench);
addCaches(bench, now);
addPolicies(bench);
addTemplates(bench);
addValidation(bench);

await bench.run();
console.table(
  bench.tasks.map(({ name, result }) => ({
    part: name,
    'ns (median)': result.state === 'completed' ? Math.round(result.latency.p50 * 1e6) : 'failed',
  })),
);
