import { z } from 'zod';
import { cacheLimits, cacheReport } from '@/lib/contract/cache-report';
import { gatewayStatus } from '@/lib/contract/gateway-status';
import type { Db } from './client';

/** What a node tells about itself beside its columns. */
export const nodeReport = gatewayStatus.pick({ workers: true, compileErrors: true, url: true }).extend({
  vpcEndpoints: gatewayStatus.shape.vpcEndpoints.unwrap().optional(),
  /** One list per worker. */
  caches: z.array(z.array(cacheReport)).optional(),
  cacheLimits: cacheLimits.optional(),
  /** Nodes with the same one write their logs to the same folder. */
  logStoreId: z.string().optional(),
});
export type NodeReport = z.infer<typeof nodeReport>;

export interface GatewayNodeRow {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly workers: number;
  readonly revision: number;
  readonly startedAt: Date;
  readonly lastSeenAt: Date;
  readonly report: NodeReport;
}

const KEPT_MS = 24 * 3600 * 1000;
const NO_REPORT: NodeReport = { workers: [], compileErrors: [], url: '' };

export async function writeHeartbeat(db: Db, node: GatewayNodeRow): Promise<void> {
  const { id, ...rest } = node;
  await db.gatewayNode.upsert({ where: { id }, create: node, update: rest });
}

export async function removeNode(db: Db, id: string): Promise<void> {
  await db.gatewayNode.deleteMany({ where: { id } });
}

/** Nodes heard from since `since`, oldest first. */
export async function listNodes(db: Db, since: Date): Promise<GatewayNodeRow[]> {
  const rows = await db.gatewayNode.findMany({ where: { lastSeenAt: { gte: since } }, orderBy: { startedAt: 'asc' } });
  return rows.map((row) => ({ ...row, report: nodeReport.catch(NO_REPORT).parse(row.report) }));
}

/** Rows of runtimes that ended without removing theirs. */
export async function removeSilentNodes(db: Db, now: Date): Promise<void> {
  await db.gatewayNode.deleteMany({ where: { lastSeenAt: { lt: new Date(now.getTime() - KEPT_MS) } } });
}
