import { env } from '@/lib/env';
import { EdgeServer } from '@/lib/gateway/edge/edge-server';
import { logger } from '@/lib/logger';

const GRACE_MS = 2_500;

/** `npm run edge`: a hop in front of a gateway's EDGE APIs. Needs no database. */
async function main(): Promise<void> {
  const { edge, edgeSecret } = env;
  if (edgeSecret === undefined) {
    throw new Error('GATEHOUSE_EDGE_SECRET is not set: give the edge and its gateway the same one.');
  }
  const { origin, pop, host } = edge;
  const server = new EdgeServer({ origin, pop, secret: edgeSecret, cacheBytes: edge.cacheMib * 1_048_576, logger });
  const port = await server.listen(host, edge.port);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void server.close(GRACE_MS).finally(() => process.exit(0)));
  }
  logger.info(`The edge listens on http://${host}:${port}, in front of ${origin}.`);
}

main().catch((error: unknown) => {
  logger.fatal(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
  setImmediate(() => process.exit());
});
