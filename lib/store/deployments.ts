import { NotFoundError } from '@/lib/errors';
import type { RestApiDefinition } from '@/lib/gateway/model';
import { newShortId } from '@/lib/ids';
import type { Db, Tx } from './client';
import type { Prisma } from './generated/sqlite/client';

/** Everything but the definition, which is large: lists and summaries do without. */
const SUMMARY = {
  id: true,
  restApiId: true,
  number: true,
  description: true,
  definitionVersion: true,
  createdByName: true,
  createdAt: true,
  stages: { select: { name: true }, orderBy: { name: 'asc' } },
  canaries: { select: { stage: { select: { name: true } } }, orderBy: { stage: { name: 'asc' } } },
} satisfies Prisma.DeploymentSelect;
export type DeploymentRow = Prisma.DeploymentGetPayload<{ select: typeof SUMMARY }>;

/** Newest first. */
export async function listDeploymentRows(db: Db, restApiId: string): Promise<DeploymentRow[]> {
  return db.deployment.findMany({ where: { restApiId }, select: SUMMARY, orderBy: { number: 'desc' } });
}

export async function findDeployment(
  db: Db | Tx,
  restApiId: string,
  deploymentId: string,
): Promise<DeploymentRow | undefined> {
  const row = await db.deployment.findUnique({ where: { id: deploymentId }, select: SUMMARY });
  return row === null || row.restApiId !== restApiId ? undefined : row;
}

export async function requireDeployment(db: Db | Tx, restApiId: string, deploymentId: string): Promise<DeploymentRow> {
  const row = await findDeployment(db, restApiId, deploymentId);
  if (row === undefined) throw new NotFoundError(`The deployment ${deploymentId}`);
  return row;
}

export async function loadDeploymentDefinition(db: Db | Tx, deploymentId: string): Promise<RestApiDefinition> {
  const row = await db.deployment.findUniqueOrThrow({ where: { id: deploymentId }, select: { definition: true } });
  return readDefinition(row.definition);
}

export interface NewDeployment {
  readonly restApiId: string;
  readonly description: string;
  readonly definition: RestApiDefinition;
  readonly definitionVersion: number;
  readonly createdById: string | null;
  readonly createdByName: string;
  readonly createdAt: Date;
}

/** Numbers it 1, 2, 3 … within the API. Numbers of deleted deployments are not used again while a later one exists. */
export async function insertDeployment(tx: Tx, deployment: NewDeployment): Promise<DeploymentRow> {
  const newest = await tx.deployment.aggregate({
    where: { restApiId: deployment.restApiId },
    _max: { number: true },
  });
  return tx.deployment.create({
    data: {
      ...deployment,
      id: await newDeploymentId(tx),
      number: (newest._max.number ?? 0) + 1,
      definition: deployment.definition as unknown as Prisma.InputJsonObject,
    },
    select: SUMMARY,
  });
}

/** Definitions are written by loadDefinition alone and never changed, so only their shape's outline is looked at. */
export function readDefinition(value: unknown): RestApiDefinition {
  if (typeof value === 'object' && value !== null && 'id' in value && 'resources' in value) {
    return value as RestApiDefinition;
  }
  throw new Error('A deployment in the database holds no definition.');
}

async function newDeploymentId(tx: Tx): Promise<string> {
  for (;;) {
    const id = newShortId();
    if ((await tx.deployment.count({ where: { id } })) === 0) return id;
  }
}

export async function countDeployments(db: Db | Tx, restApiId: string): Promise<number> {
  return db.deployment.count({ where: { restApiId } });
}

export async function describeDeploymentRow(tx: Tx, deploymentId: string, description: string): Promise<DeploymentRow> {
  return tx.deployment.update({ where: { id: deploymentId }, data: { description }, select: SUMMARY });
}

export async function deleteDeploymentRow(tx: Tx, deploymentId: string): Promise<void> {
  await tx.deployment.delete({ where: { id: deploymentId }, select: { id: true } });
}
