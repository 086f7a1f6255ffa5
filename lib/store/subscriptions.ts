import { z } from 'zod';
import { SUBSCRIPTION_STATUSES, type SubscriptionSummary } from '@/lib/contract/portal';
import { NotFoundError } from '@/lib/errors';
import type { Db, Tx } from './client';
import type { Prisma } from './generated/sqlite/client';
import { LIVE_STATUSES } from './products';
import { toQuota, toThrottle } from './usage-plans';

const subscriptionStatus = z.enum(SUBSCRIPTION_STATUSES);
export type SubscriptionStatus = z.infer<typeof subscriptionStatus>;

const SUMMARY = {
  id: true,
  status: true,
  note: true,
  createdAt: true,
  decidedAt: true,
  product: { select: { id: true, title: true } },
  usagePlan: { select: { id: true, name: true } },
  user: { select: { id: true, name: true, email: true } },
} satisfies Prisma.SubscriptionSelect;

function toSummary(row: Prisma.SubscriptionGetPayload<{ select: typeof SUMMARY }>): SubscriptionSummary {
  const { user, ...fields } = row;
  return {
    ...fields,
    status: subscriptionStatus.parse(row.status),
    consumer: user,
    createdAt: row.createdAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
  };
}

/** Those that wait first, then newest first. */
export async function listSubscriptionSummaries(
  db: Db,
  filter: Readonly<{ accountId: string; status?: SubscriptionStatus | undefined; productId?: string | undefined }>,
): Promise<SubscriptionSummary[]> {
  const rows = await db.subscription.findMany({
    where: {
      accountId: filter.accountId,
      ...(filter.status === undefined ? {} : { status: filter.status }),
      ...(filter.productId === undefined ? {} : { productId: filter.productId }),
    },
    select: SUMMARY,
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take: 1000,
  });
  const waits = (row: { status: string }) => (row.status === 'PENDING' ? 0 : 1);
  return rows.map(toSummary).sort((a, b) => waits(a) - waits(b));
}

export async function requireSubscription(db: Db | Tx, accountId: string, id: string): Promise<SubscriptionSummary> {
  const row = await db.subscription.findUnique({ where: { id, accountId }, select: SUMMARY });
  if (row === null) throw new NotFoundError('This subscription');
  return toSummary(row);
}

// ── A consumer's own ────────────────────────────────────────────────────────

const OWN = {
  id: true,
  accountId: true,
  status: true,
  note: true,
  createdAt: true,
  decidedAt: true,
  user: { select: { id: true, email: true } },
  product: {
    select: {
      id: true,
      title: true,
      demo: true,
      restApiId: true,
      stage: { select: { id: true, name: true } },
    },
  },
  usagePlan: {
    select: {
      id: true,
      name: true,
      priceText: true,
      rateLimit: true,
      burstLimit: true,
      quotaLimit: true,
      quotaOffset: true,
      quotaPeriod: true,
    },
  },
  apiKeys: {
    select: {
      id: true,
      name: true,
      enabled: true,
      valueHint: true,
      expiresAt: true,
      rotatedFromId: true,
      createdAt: true,
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
  },
} satisfies Prisma.SubscriptionSelect;

function toOwn(row: Prisma.SubscriptionGetPayload<{ select: typeof OWN }>) {
  const { rateLimit, burstLimit, quotaLimit, quotaOffset, quotaPeriod, ...usagePlan } = row.usagePlan;
  return {
    ...row,
    status: subscriptionStatus.parse(row.status),
    usagePlan: {
      ...usagePlan,
      throttle: toThrottle({ rateLimit, burstLimit }),
      quota: toQuota({ quotaLimit, quotaOffset, quotaPeriod }),
    },
  };
}
export type OwnSubscription = ReturnType<typeof toOwn>;

/** Newest first. */
export async function listOwnSubscriptions(db: Db, userId: string): Promise<OwnSubscription[]> {
  const rows = await db.subscription.findMany({
    where: { userId },
    select: OWN,
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
  });
  return rows.map(toOwn);
}

/** Ids of other people's are as unknown as ids that never were. */
export async function requireOwnSubscription(db: Db | Tx, userId: string, id: string): Promise<OwnSubscription> {
  const row = await db.subscription.findUnique({ where: { id, userId }, select: OWN });
  if (row === null) throw new NotFoundError('This subscription');
  return toOwn(row);
}

export async function requireSubscriptionOf(db: Db | Tx, accountId: string, id: string): Promise<OwnSubscription> {
  const row = await db.subscription.findUnique({ where: { id, accountId }, select: OWN });
  if (row === null) throw new NotFoundError('This subscription');
  return toOwn(row);
}

export async function findSubscriptionTo(
  tx: Tx,
  to: Readonly<{ userId: string; productId: string; usagePlanId: string }>,
): Promise<{ id: string; status: SubscriptionStatus } | null> {
  const row = await tx.subscription.findFirst({
    where: to,
    select: { id: true, status: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
  });
  return row && { id: row.id, status: subscriptionStatus.parse(row.status) };
}

/** The person's live subscriptions by "product plan". */
export async function liveSubscriptionIds(
  db: Db,
  userId: string,
  productId?: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db.subscription.findMany({
    where: { userId, status: { in: LIVE_STATUSES }, ...(productId === undefined ? {} : { productId }) },
    select: { id: true, productId: true, usagePlanId: true },
  });
  return new Map(rows.map((row) => [`${row.productId} ${row.usagePlanId}`, row.id]));
}

export interface NewSubscription {
  readonly id: string;
  readonly accountId: string;
  readonly userId: string;
  readonly productId: string;
  readonly usagePlanId: string;
  readonly status: SubscriptionStatus;
  readonly note: string;
  readonly createdAt: Date;
}

export async function insertSubscription(tx: Tx, subscription: NewSubscription): Promise<void> {
  await tx.subscription.create({ data: subscription, select: { id: true } });
}

export async function writeSubscription(
  tx: Tx,
  id: string,
  fields: Readonly<{ status: SubscriptionStatus; note?: string; createdAt?: Date; decidedAt?: Date | null }>,
): Promise<void> {
  await tx.subscription.update({ where: { id }, data: fields, select: { id: true } });
}

/** Ends all values of a subscription's key that still work; returns their ids. */
export async function endSubscriptionKeys(tx: Tx, subscriptionId: string, at: Date): Promise<string[]> {
  const where = { subscriptionId, OR: [{ expiresAt: null }, { expiresAt: { gt: at } }] };
  const rows = await tx.apiKey.findMany({ where, select: { id: true } });
  await tx.apiKey.updateMany({ where, data: { expiresAt: at, version: { increment: 1 } } });
  return rows.map(({ id }) => id);
}

/** Turns all keys of a subscription off, old values too; returns their ids. */
export async function disableSubscriptionKeys(tx: Tx, subscriptionId: string): Promise<string[]> {
  const rows = await tx.apiKey.findMany({ where: { subscriptionId }, select: { id: true } });
  await tx.apiKey.updateMany({ where: { subscriptionId }, data: { enabled: false } });
  return rows.map(({ id }) => id);
}
