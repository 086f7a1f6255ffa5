import { Agent, request } from 'node:http';
import type { DemoCall } from '@/lib/control/demo/demo-seed';

/** So many refusals in a row mean that the demo's APIs were removed: the gateway answers 403 for what it does not know. */
const REFUSALS_THAT_END_IT = 40;

/** Sends each kind of call at random moments, on average as often as it says. Returns what stops it; it also ends by itself when the demo data is removed. */
export function startTraffic(
  calls: readonly DemoCall[],
  gateway: Readonly<{ host: string; port: number }>,
): () => void {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const timers = new Map<DemoCall, NodeJS.Timeout>();
  let refusals = 0;
  const stop = () => {
    for (const timer of timers.values()) clearTimeout(timer);
    agent.destroy();
  };
  const answered = (status: number) => {
    refusals = status === 403 ? refusals + 1 : 0;
    if (refusals >= REFUSALS_THAT_END_IT) stop();
  };
  const schedule = (call: DemoCall) => {
    // Exponential gaps: as independent clients would call.
    const waitMs = (-Math.log(1 - Math.random()) * 60_000) / call.perMinute;
    timers.set(
      call,
      setTimeout(() => {
        for (let sent = 0; sent < (call.burst ?? 1); sent += 1) send(call, agent, gateway, answered);
        if (refusals < REFUSALS_THAT_END_IT) schedule(call);
      }, waitMs),
    );
  };
  for (const call of calls) schedule(call);
  return stop;
}

function send(
  call: DemoCall,
  agent: Agent,
  { host, port }: Readonly<{ host: string; port: number }>,
  answered: (status: number) => void,
): void {
  const path = call.paths[Math.floor(Math.random() * call.paths.length)] ?? '/';
  const req = request({
    agent,
    host,
    port,
    method: call.method,
    path: `/_aws/execute-api/${call.restApiId}/${call.stageName}${path}`,
    timeout: 35_000,
    headers: {
      'user-agent': 'gatehouse-demo',
      ...(call.apiKey === undefined ? {} : { 'x-api-key': call.apiKey }),
      ...(call.body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(call.body) }),
      ...call.headers,
    },
  });
  req.on('response', (response) => {
    response.resume();
    answered(response.statusCode ?? 0);
  });
  req.on('timeout', () => req.destroy());
  req.on('error', () => {}); // The gateway is restarting, or the backend misbehaves as asked: the next call will tell.
  req.end(call.body);
}
