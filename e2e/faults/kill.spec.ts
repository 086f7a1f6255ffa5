// The console is killed without a chance to clean up, while clients call its gateway.
import { createConsole, until } from '../fixtures/own-console';
import { expect, test } from '../fixtures/test';
import { givenPaidApi } from './paid-api';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('a killed console leaves no orphan, loses at most a second of usage, charges nothing twice, and comes back', async () => {
  test.setTimeout(120_000);
  const own = await createConsole({ env: { GATEWAY_WORKERS: '2' } });
  try {
    await own.start();
    const world = await own.openWorld();
    const { ctx } = await world.createAccount();
    const api = await givenPaidApi(ctx, own);
    let sent = 0;
    const call = () => {
      sent += 1;
      return api.call();
    };
    const workerPids = async () => {
      const nodes = await ctx.db.gatewayNode.findMany();
      return nodes.flatMap(({ report }) => (report as { workers: { pid: number }[] }).workers.map(({ pid }) => pid));
    };
    await until('the API to be live', async () => (await call()) === 200);
    sent = 1;
    await until('the workers to be known', async () => (await workerPids()).length === 2);

    /** When each successful call had its answer. */
    const answeredMs: number[] = [];
    let isOver = false;
    const clients = Array.from({ length: 4 }, async () => {
      while (!isOver) if ((await call()) === 200) answeredMs.push(performance.now());
    });
    const startedMs = performance.now();
    await until('some load', async () => answeredMs.length > 500 && performance.now() > startedMs + 3_000);
    const pids = await workerPids();
    const killedMs = performance.now();
    await own.kill();
    await until('the workers to end', async () => pids.every((pid) => !isAlive(pid)), 10_000);
    isOver = true;
    await Promise.all(clients);

    const charged = await api.used();
    expect(charged).toBeLessThanOrEqual(sent);
    expect(charged).toBeGreaterThanOrEqual(answeredMs.filter((ms) => ms < killedMs - 1_000).length);

    await own.start();
    await until('the API to be back', async () => (await call()) === 200);
    await until('the count to go on', async () => (await api.used()) === charged + 1);
  } finally {
    await own.close();
  }
});
