import { z } from 'zod';
import { description, entityId, name, throttleSettings, timestamp, version } from './common';

export const QUOTA_PERIODS = ['DAY', 'WEEK', 'MONTH'] as const;

export const quotaSettings = z
  .object({
    limit: z
      .number({ error: 'Enter a number of requests.' })
      .int()
      .min(1, 'A quota is at least one request.')
      .max(2_000_000_000),
    period: z.enum(QUOTA_PERIODS),
    /** Requests taken off the limit in the first period. A count, not a shift of the clock. */
    offset: z.number().int().min(0, 'An offset can’t be negative.').default(0),
  })
  .refine((quota) => quota.offset <= quota.limit, {
    path: ['offset'],
    message: 'The offset can’t be more than the limit.',
  });
export type QuotaSettings = z.output<typeof quotaSettings>;

export const planStage = z.object({
  restApiId: entityId,
  stageName: z.string().min(1),
  /** "/pets/{petId}/GET" → limit for each key on that method. */
  throttle: z
    .record(
      z
        .string()
        .regex(/^\/.*\/(GET|PUT|POST|DELETE|PATCH|OPTIONS|HEAD|ANY)$/, 'Write /path/METHOD, such as /pets/GET.'),
      throttleSettings,
    )
    .default({}),
});

const planSettings = {
  name: name('usage plan'),
  description: description.default(''),
  /** Null: no limit. */
  throttle: throttleSettings.nullable().default(null),
  quota: quotaSettings.nullable().default(null),
  stages: z.array(planStage).default([]),
  portalVisible: z.boolean().default(false),
  priceText: z.string().max(120, 'A price text has at most 120 characters.').default(''),
  approvalRequired: z.boolean().default(false),
};

export const createUsagePlanInput = z.object(planSettings);
export type CreateUsagePlanInput = z.input<typeof createUsagePlanInput>;

/** Replaces the plan's settings as one edit. */
export const updateUsagePlanInput = createUsagePlanInput.extend({ usagePlanId: entityId, version });
export type UpdateUsagePlanInput = z.input<typeof updateUsagePlanInput>;

export const usagePlanRef = z.object({ usagePlanId: entityId });
export type UsagePlanRef = z.infer<typeof usagePlanRef>;
export const usagePlanKeyInput = z.object({ usagePlanId: entityId, apiKeyId: entityId });
export type UsagePlanKeyInput = z.infer<typeof usagePlanKeyInput>;

export const usagePlanSummary = z.object({
  id: entityId,
  name: z.string(),
  description: z.string(),
  throttle: throttleSettings.nullable(),
  quota: quotaSettings.nullable(),
  stages: z.array(planStage.extend({ restApiName: z.string(), stageId: entityId })),
  keyCount: z.number().int(),
  portalVisible: z.boolean(),
  priceText: z.string(),
  approvalRequired: z.boolean(),
  demo: z.boolean(),
  version,
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type UsagePlanSummary = z.infer<typeof usagePlanSummary>;
export type UsagePlanDetail = UsagePlanSummary;

/** YYYY-MM-DD, UTC, both included. */
const dateRange = {
  startDate: z.iso.date('Write a date as YYYY-MM-DD.'),
  endDate: z.iso.date('Write a date as YYYY-MM-DD.'),
};
const MAX_USAGE_DAYS = 366;
const inOrder = (range: { startDate: string; endDate: string }) => {
  const days = (Date.parse(range.endDate) - Date.parse(range.startDate)) / 86_400_000;
  // What is no date has its own message.
  return Number.isNaN(days) || (days >= 0 && days < MAX_USAGE_DAYS);
};
const RANGE_MESSAGE = { path: ['endDate'], message: 'The last day is on or after the first, at most a year later.' };

/** Usage of a plan's keys, one number per UTC day. */
export const getUsagePlanUsageInput = z
  .object({ usagePlanId: entityId, apiKeyId: entityId.optional(), ...dateRange })
  .refine(inOrder, RANGE_MESSAGE);
/** Usage of one key under each of its plans. */
export const getApiKeyUsageInput = z.object({ apiKeyId: entityId, ...dateRange }).refine(inOrder, RANGE_MESSAGE);
export const keyUsage = z.object({
  usagePlanId: entityId,
  usagePlanName: z.string(),
  apiKeyId: entityId,
  apiKeyName: z.string(),
  days: z.array(z.object({ date: z.iso.date(), used: z.number().int() })),
  /** The current quota period; null where the plan has no quota. */
  quota: z
    .object({
      limit: z.number().int(),
      used: z.number().int(),
      remaining: z.number().int(),
      period: z.enum(QUOTA_PERIODS),
      resetsAt: timestamp,
    })
    .nullable(),
});
export type KeyUsage = z.infer<typeof keyUsage>;
