import type { CataloguePlan, ProductSummary } from '@/lib/contract/portal';
import { NotFoundError } from '@/lib/errors';
import type { RestApiDefinition } from '@/lib/gateway/model';
import type { Db, Tx } from './client';
import { readDefinition } from './deployments';
import type { Prisma } from './generated/sqlite/client';
import { toQuota, toThrottle } from './usage-plans';

/** Subscriptions someone still has. */
export const LIVE_STATUSES = ['PENDING', 'ACTIVE'];

const SUMMARY = {
  id: true,
  restApiId: true,
  title: true,
  summary: true,
  documentation: true,
  published: true,
  demo: true,
  version: true,
  updatedAt: true,
  restApi: { select: { name: true } },
  stage: { select: { name: true } },
  _count: { select: { subscriptions: { where: { status: { in: LIVE_STATUSES } } } } },
} satisfies Prisma.ProductSelect;

function toSummary(row: Prisma.ProductGetPayload<{ select: typeof SUMMARY }>): ProductSummary {
  const { restApi, stage, _count, updatedAt, ...fields } = row;
  return {
    ...fields,
    restApiName: restApi.name,
    stageName: stage.name,
    subscriptionCount: _count.subscriptions,
    updatedAt: updatedAt.toISOString(),
  };
}

/** A to Z. */
export async function listProductSummaries(db: Db, accountId: string): Promise<ProductSummary[]> {
  const rows = await db.product.findMany({ where: { accountId }, select: SUMMARY });
  return rows.map(toSummary).sort((a, b) => a.title.localeCompare(b.title) || a.id.localeCompare(b.id));
}

/** Ids of other accounts are as unknown as ids that never were. */
export async function requireProduct(db: Db | Tx, accountId: string, id: string): Promise<ProductSummary> {
  const row = await db.product.findUnique({ where: { id, accountId }, select: SUMMARY });
  if (row === null) throw new NotFoundError(`The product ${id}`);
  return toSummary(row);
}

export interface ProductFields {
  readonly restApiId: string;
  readonly stageId: string;
  readonly title: string;
  readonly summary: string;
  readonly documentation: string;
  readonly published: boolean;
}

export async function insertProduct(
  tx: Tx,
  product: ProductFields & { readonly id: string; readonly accountId: string; readonly createdAt: Date },
): Promise<void> {
  await tx.product.create({ data: product, select: { id: true } });
}

export async function writeProduct(tx: Tx, id: string, fields: ProductFields): Promise<void> {
  await tx.product.update({ where: { id }, data: { ...fields, version: { increment: 1 } }, select: { id: true } });
}

/** With its ended subscriptions; returns the keys those had, which belong to nobody now. */
export async function deleteProductRow(tx: Tx, id: string): Promise<string[]> {
  const keys = await tx.apiKey.findMany({ where: { subscription: { productId: id } }, select: { id: true } });
  await tx.product.delete({ where: { id }, select: { id: true } });
  return keys.map((key) => key.id);
}

// ── The catalogue ───────────────────────────────────────────────────────────

const CATALOGUE_PLAN = {
  id: true,
  name: true,
  description: true,
  priceText: true,
  approvalRequired: true,
  rateLimit: true,
  burstLimit: true,
  quotaLimit: true,
  quotaOffset: true,
  quotaPeriod: true,
} satisfies Prisma.UsagePlanSelect;

const CATALOGUE = {
  id: true,
  accountId: true,
  title: true,
  summary: true,
  documentation: true,
  restApiId: true,
  account: { select: { name: true } },
  stage: {
    select: {
      id: true,
      name: true,
      planStages: {
        where: { usagePlan: { portalVisible: true } },
        select: { usagePlan: { select: CATALOGUE_PLAN } },
        orderBy: { usagePlan: { createdAt: 'asc' } },
      },
    },
  },
} satisfies Prisma.ProductSelect;

export interface CatalogueEntry {
  readonly id: string;
  readonly accountId: string;
  readonly title: string;
  readonly summary: string;
  readonly documentation: string;
  readonly restApiId: string;
  readonly stageId: string;
  readonly stageName: string;
  readonly ownerName: string;
  readonly plans: readonly Omit<CataloguePlan, 'subscriptionId'>[];
}

function toEntry(row: Prisma.ProductGetPayload<{ select: typeof CATALOGUE }>): CatalogueEntry {
  const { account, stage, ...fields } = row;
  return {
    ...fields,
    ownerName: account.name,
    stageId: stage.id,
    stageName: stage.name,
    plans: stage.planStages.map(({ usagePlan }) => ({
      id: usagePlan.id,
      name: usagePlan.name,
      description: usagePlan.description,
      priceText: usagePlan.priceText,
      approvalRequired: usagePlan.approvalRequired,
      throttle: toThrottle(usagePlan),
      quota: toQuota(usagePlan),
    })),
  };
}

/** Every account's published products: the portal is one shop. */
export async function listPublishedProducts(db: Db): Promise<CatalogueEntry[]> {
  const rows = await db.product.findMany({ where: { published: true }, select: CATALOGUE });
  return rows.map(toEntry).sort((a, b) => a.title.localeCompare(b.title) || a.id.localeCompare(b.id));
}

export async function requirePublishedProduct(db: Db | Tx, id: string): Promise<CatalogueEntry> {
  const row = await db.product.findUnique({ where: { id, published: true }, select: CATALOGUE });
  if (row === null) throw new NotFoundError('This product');
  return toEntry(row);
}

/** What the stage serves now. */
export async function loadServedDefinition(db: Db | Tx, stageId: string): Promise<RestApiDefinition> {
  const stage = await db.stage.findUniqueOrThrow({
    where: { id: stageId },
    select: { deployment: { select: { definition: true } } },
  });
  return readDefinition(stage.deployment.definition);
}
