import { z } from 'zod';
import { description, entityId, name, timestamp, version } from './common';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateApiKey.html: 20–128 characters. */
export const apiKeyValue = z
  .string()
  .trim()
  .min(20, 'API Key value should be at least 20 characters')
  .max(128, 'A key value has at most 128 characters.')
  .regex(/^[A-Za-z0-9_-]+$/, 'A key value holds letters, digits, - and _ only.');

export const createApiKeyInput = z.object({
  name: name('API key', 1024),
  description: description.default(''),
  enabled: z.boolean().default(true),
  /** Absent: generated. */
  value: apiKeyValue.optional(),
  customerId: z.string().max(255).default(''),
  usagePlanIds: z.array(entityId).max(10, 'A key is in at most 10 usage plans.').default([]),
});
export type CreateApiKeyInput = z.input<typeof createApiKeyInput>;

export const updateApiKeyInput = z.object({
  apiKeyId: entityId,
  version,
  name: name('API key', 1024).optional(),
  description: description.optional(),
  enabled: z.boolean().optional(),
  customerId: z.string().max(255).optional(),
  usagePlanIds: z.array(entityId).max(10, 'A key is in at most 10 usage plans.').optional(),
});
export type UpdateApiKeyInput = z.input<typeof updateApiKeyInput>;

export const apiKeyRef = z.object({ apiKeyId: entityId });
export type ApiKeyRef = z.infer<typeof apiKeyRef>;

/** How long the old value stays valid after a rotation. */
export const ROTATION_OVERLAPS = [
  { label: 'End at once', seconds: 0 },
  { label: '1 hour', seconds: 3600 },
  { label: '24 hours', seconds: 86_400 },
  { label: '7 days', seconds: 604_800 },
  { label: '30 days', seconds: 2_592_000 },
] as const;
export const overlapSeconds = z.number().int().min(0).max(2_592_000, 'An overlap is at most 30 days.');

export const rotateApiKeyInput = apiKeyRef.extend({ overlapSeconds });
export type RotateApiKeyInput = z.input<typeof rotateApiKeyInput>;

/** CSV in API Gateway's key file format: Name,Key[,Description,Enabled,UsagePlanIds]. */
export const importApiKeysInput = z.object({
  csv: z
    .string()
    .min(1, 'Choose a CSV file or paste its text.')
    // Next takes bodies of up to 4 MB (next.config.js).
    .max(3 * 1024 * 1024, 'A key file has at most 3 MB. Import it in parts.'),
  failOnWarnings: z.boolean().default(false),
});
export type ImportApiKeysInput = z.input<typeof importApiKeysInput>;

export const importApiKeysResult = z.object({
  created: z.number().int(),
  updated: z.number().int(),
  warnings: z.array(z.object({ line: z.number().int(), message: z.string() })),
});
export type ImportApiKeysResult = z.infer<typeof importApiKeysResult>;

export const apiKeySummary = z.object({
  id: entityId,
  name: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  /** Last four characters of the value. */
  valueHint: z.string(),
  expiresAt: timestamp.nullable(),
  customerId: z.string(),
  demo: z.boolean(),
  /** Set where this is the old value of a rotated key, valid until expiresAt: the key's id. */
  rotatedFromId: entityId.nullable(),
  version,
  usagePlans: z.array(z.object({ id: entityId, name: z.string() })),
  /** The consumer's e-mail where the key came through the portal. */
  consumerEmail: z.string().nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type ApiKeySummary = z.infer<typeof apiKeySummary>;

/** The only shape that holds a key's value: answers of create, rotate and reveal. */
export const apiKeyWithValue = apiKeySummary.extend({ value: z.string() });
export type ApiKeyWithValue = z.infer<typeof apiKeyWithValue>;

export const listApiKeysInput = z.object({
  search: z.string().max(255).default(''),
  usagePlanId: entityId.optional(),
  /** Old values of this key only. */
  rotatedFromId: entityId.optional(),
  cursor: z.string().max(255).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type ListApiKeysInput = z.input<typeof listApiKeysInput>;
export const apiKeyPage = z.object({
  items: z.array(apiKeySummary),
  nextCursor: z.string().nullable(),
  total: z.number().int(),
});
export type ApiKeyPage = z.infer<typeof apiKeyPage>;
