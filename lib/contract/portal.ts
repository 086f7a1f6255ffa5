import { z } from 'zod';
import { apiKeySummary, overlapSeconds } from './api-key';
import { entityId, throttleSettings, timestamp, version } from './common';
import { keyUsage, quotaSettings } from './usage-plan';

// ── What owners publish ─────────────────────────────────────────────────────

const productSettings = {
  restApiId: entityId,
  stageName: z.string().min(1),
  title: z.string().trim().min(1, 'Give the product a title.').max(120),
  summary: z.string().max(300, 'A summary has at most 300 characters.').default(''),
  documentation: z.string().max(32_000, 'Documentation has at most 32,000 characters.').default(''),
  published: z.boolean().default(false),
};
export const createProductInput = z.object(productSettings);
export type CreateProductInput = z.input<typeof createProductInput>;
export const updateProductInput = createProductInput.extend({ productId: entityId, version });
export type UpdateProductInput = z.input<typeof updateProductInput>;
export const productRef = z.object({ productId: entityId });
export type ProductRef = z.infer<typeof productRef>;

export const productSummary = z.object({
  id: entityId,
  restApiId: entityId,
  restApiName: z.string(),
  stageName: z.string(),
  title: z.string(),
  summary: z.string(),
  documentation: z.string(),
  published: z.boolean(),
  demo: z.boolean(),
  version,
  subscriptionCount: z.number().int(),
  updatedAt: timestamp,
});
export type ProductSummary = z.infer<typeof productSummary>;

// ── What consumers see ──────────────────────────────────────────────────────

export const cataloguePlan = z.object({
  id: entityId,
  name: z.string(),
  description: z.string(),
  priceText: z.string(),
  approvalRequired: z.boolean(),
  throttle: throttleSettings.nullable(),
  quota: quotaSettings.nullable(),
  /** The signed-in consumer's own subscription under this plan, if any. */
  subscriptionId: entityId.nullable(),
});
export type CataloguePlan = z.infer<typeof cataloguePlan>;

export const catalogueProduct = z.object({
  id: entityId,
  title: z.string(),
  summary: z.string(),
  ownerName: z.string(),
  plans: z.array(cataloguePlan),
});
export type CatalogueProduct = z.infer<typeof catalogueProduct>;

export const catalogueProductDetail = catalogueProduct.extend({
  documentation: z.string(),
  baseUrl: z.string(),
  operations: z.array(z.object({ method: z.string(), path: z.string(), apiKeyRequired: z.boolean() })),
});
export type CatalogueProductDetail = z.infer<typeof catalogueProductDetail>;

// ── Subscriptions ───────────────────────────────────────────────────────────

/** REJECTED and REVOKED by an owner; CANCELLED by the consumer. */
export const SUBSCRIPTION_STATUSES = ['PENDING', 'ACTIVE', 'REJECTED', 'REVOKED', 'CANCELLED'] as const;

export const subscribeInput = z.object({
  productId: entityId,
  usagePlanId: entityId,
  note: z.string().max(500).default(''),
});
export type SubscribeInput = z.input<typeof subscribeInput>;
export const subscriptionRef = z.object({ subscriptionId: entityId });
export type SubscriptionRef = z.infer<typeof subscriptionRef>;
export const decideSubscriptionInput = subscriptionRef.extend({ decision: z.enum(['approve', 'reject', 'revoke']) });
export type DecideSubscriptionInput = z.input<typeof decideSubscriptionInput>;
export const rotateSubscriptionKeyInput = subscriptionRef.extend({ apiKeyId: entityId, overlapSeconds });
export type RotateSubscriptionKeyInput = z.infer<typeof rotateSubscriptionKeyInput>;
export const subscriptionKeyRef = subscriptionRef.extend({ apiKeyId: entityId });
export type SubscriptionKeyRef = z.infer<typeof subscriptionKeyRef>;
export const listSubscriptionsInput = z.object({
  status: z.enum(SUBSCRIPTION_STATUSES).optional(),
  productId: entityId.optional(),
});
export type ListSubscriptionsInput = z.infer<typeof listSubscriptionsInput>;

/** An owner's view: who asks for what. */
export const subscriptionSummary = z.object({
  id: entityId,
  status: z.enum(SUBSCRIPTION_STATUSES),
  note: z.string(),
  product: z.object({ id: entityId, title: z.string() }),
  usagePlan: z.object({ id: entityId, name: z.string() }),
  consumer: z.object({ id: entityId, name: z.string(), email: z.string() }),
  createdAt: timestamp,
  decidedAt: timestamp.nullable(),
});
export type SubscriptionSummary = z.infer<typeof subscriptionSummary>;

/** A consumer's own view. */
export const mySubscription = subscriptionSummary.omit({ consumer: true }).extend({
  priceText: z.string(),
  throttle: throttleSettings.nullable(),
  quota: quotaSettings.nullable(),
  baseUrl: z.string(),
  /** A path that answers GET, for the code samples. */
  samplePath: z.string(),
  keys: z.array(
    apiKeySummary.pick({
      id: true,
      name: true,
      enabled: true,
      valueHint: true,
      expiresAt: true,
      rotatedFromId: true,
      createdAt: true,
    }),
  ),
  usage: z.array(keyUsage),
});
export type MySubscription = z.infer<typeof mySubscription>;

/** A consumer's key with its value, shown once after it was made and whenever its owner asks. */
export const subscriptionKey = z.object({ id: entityId, value: z.string() });
export type SubscriptionKey = z.infer<typeof subscriptionKey>;
/** `key` is null while the subscription waits for approval. */
export type SubscribeResult = MySubscription & { readonly key: SubscriptionKey | null };

// ── Consumers' sign-up ──────────────────────────────────────────────────────

export const password = z
  .string()
  .min(10, 'A password has at least 10 characters.')
  .max(256, 'A password has at most 256 characters.');
export const signUpInput = z.object({
  name: z.string().trim().min(1, 'Enter your name.').max(120),
  email: z
    .email('Enter an e-mail address.')
    .max(254)
    .transform((text) => text.toLowerCase()),
  password,
});
export type SignUpInput = z.input<typeof signUpInput>;

export const updateProfileInput = z.object({ name: z.string().trim().min(1, 'Enter your name.').max(120) });
export type UpdateProfileInput = z.input<typeof updateProfileInput>;
export const changePasswordInput = z.object({
  currentPassword: z.string().min(1, 'Enter your current password.').max(256),
  newPassword: password,
});
export type ChangePasswordInput = z.input<typeof changePasswordInput>;
