import { z } from 'zod';
import { timestamp } from './common';

/** What the console shows of the data plane. */
export const gatewayStatus = z.object({
  state: z.enum(['running', 'degraded', 'stopped']),
  /** One sentence when not running. */
  message: z.string(),
  revision: z.number().int(),
  url: z.string(),
  /** Listeners for private APIs. */
  vpcEndpoints: z.array(z.object({ id: z.string(), vpcId: z.string(), url: z.string() })).default([]),
  database: z.object({ reachable: z.boolean(), kind: z.enum(['sqlite', 'postgresql']), since: timestamp }),
  workers: z.array(
    z.object({
      id: z.number().int(),
      pid: z.number().int(),
      state: z.enum(['starting', 'ready', 'draining', 'dead']),
      revision: z.number().int(),
      startedAt: timestamp,
      restarts: z.number().int(),
      rssBytes: z.number().int(),
      inFlight: z.number().int(),
      dropped: z.object({
        accessLogLines: z.number().int(),
        executionLogLines: z.number().int().default(0),
        spans: z.number().int().default(0),
        metricSeries: z.number().int(),
        traces: z.number().int().default(0),
      }),
    }),
  ),
  nodes: z.array(
    z.object({
      id: z.string(),
      host: z.string(),
      pid: z.number().int(),
      workers: z.number().int(),
      revision: z.number().int(),
      lastSeenAt: timestamp,
    }),
  ),
  compileErrors: z.array(
    z.object({ apiId: z.string(), stageName: z.string(), place: z.string(), message: z.string() }),
  ),
});
export type GatewayStatus = z.infer<typeof gatewayStatus>;
