import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import autocannon from 'autocannon';
import { has, LOAD_CORE, pinned } from './machine';

export interface LoadRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Posted; absent: a GET. */
  readonly body?: string;
  /** Sent one after another in one more header, each load going on where the last one ended. */
  readonly inTurn?: { readonly header: string; readonly values: readonly string[] };
}

export interface LoadResult {
  readonly requests: number;
  /** Answers other than 2xx and 3xx. */
  readonly failures: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export const CONNECTIONS = 64;
export const loadTool = has('wrk') ? 'wrk' : 'autocannon';

const exec = promisify(execFile);

/** How many of its values a request has sent. */
const sent = new WeakMap<readonly string[], number>();

/** As many requests as 64 connections get answered. */
export async function putLoad(request: LoadRequest, seconds: number, workDir: string): Promise<LoadResult> {
  const { inTurn } = request;
  const before = inTurn === undefined ? 0 : (sent.get(inTurn.values) ?? 0) % inTurn.values.length;
  const values = inTurn === undefined ? [] : [...inTurn.values.slice(before), ...inTurn.values.slice(0, before)];
  const next = inTurn === undefined ? request : { ...request, inTurn: { ...inTurn, values } };
  const result = await (loadTool === 'wrk' ? withWrk(next, seconds, workDir) : withAutocannon(next, seconds));
  if (inTurn !== undefined) sent.set(inTurn.values, before + result.requests);
  return result;
}

async function withWrk(request: LoadRequest, seconds: number, workDir: string): Promise<LoadResult> {
  const args = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--latency'];
  for (const [name, value] of Object.entries(request.headers)) args.push('-H', `${name}: ${value}`);
  const script = join(workDir, 'wrk.lua');
  writeFileSync(script, luaScript(request));
  const { stdout } = await exec(...pinned(LOAD_CORE, 'wrk', [...args, '-s', script, request.url]));
  const line = stdout.split('\n').find((text) => text.startsWith('result '));
  if (line === undefined) throw new Error(`wrk said: ${stdout}`);
  const [requests = 0, failures = 0, errors = 0, us = 1, p50 = 0, p99 = 0] = line.split(' ').slice(1).map(Number);
  if (errors > 0) throw new Error(`${errors} connections to ${request.url} broke.`);
  return { requests, failures, seconds: us / 1e6, p50Ms: p50 / 1000, p99Ms: p99 / 1000 };
}

function luaScript({ url, headers, body, inTurn }: LoadRequest): string {
  const posted = body === undefined ? '' : `wrk.method = "POST"\nwrk.body = ${JSON.stringify(body)}\n`;
  const rotation =
    inTurn === undefined
      ? ''
      : `
local requests, at = {}, 0
local values = {${inTurn.values.map((value) => JSON.stringify(value)).join(',')}}
init = function()
  for i, value in ipairs(values) do
    local headers = {${Object.entries(headers)
      .map(([name, value]) => `[${JSON.stringify(name)}] = ${JSON.stringify(value)}`)
      .join(', ')}}
    headers[${JSON.stringify(inTurn.header)}] = value
    requests[i] = wrk.format("GET", ${JSON.stringify(new URL(url).pathname)}, headers)
  end
end
request = function()
  at = at % #requests + 1
  return requests[at]
end`;
  return `${posted}${rotation}
done = function(summary, latency)
  local e = summary.errors
  print(string.format("result %d %d %d %d %d %d", summary.requests, e.status, e.connect + e.read + e.write + e.timeout,
    summary.duration, latency:percentile(50), latency:percentile(99)))
end
`;
}

async function withAutocannon(request: LoadRequest, seconds: number): Promise<LoadResult> {
  const { url, headers, body, inTurn } = request;
  const result = await autocannon({
    ...{ url, headers, connections: CONNECTIONS, duration: seconds },
    ...(body === undefined ? {} : { method: 'POST', body }),
    ...(inTurn === undefined
      ? {}
      : { requests: inTurn.values.map((value) => ({ headers: { ...headers, [inTurn.header]: value } })) }),
  });
  if (result.errors > 0) throw new Error(`${result.errors} connections to ${url} broke.`);
  return {
    ...{ requests: result.requests.total, failures: result.non2xx, seconds: result.duration },
    ...{ p50Ms: result.latency.p50, p99Ms: result.latency.p99 },
  };
}
