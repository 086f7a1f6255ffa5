import { z } from 'zod';

export const accountId = z.string().regex(/^\d{12}$/, 'An account id has 12 digits.');
export const entityId = z.string().min(1).max(64);
export const version = z.number().int().positive();
/** ISO 8601 with offset: how every date leaves a verb. */
export const timestamp = z.iso.datetime();
export const name = (what: string, max = 255) =>
  z.string().trim().min(1, `Give the ${what} a name.`).max(max, `A ${what}'s name has at most ${max} characters.`);
export const description = z.string().max(1024, 'A description has at most 1,024 characters.');

export const throttleSettings = z.object({
  rateLimit: z
    .number({ error: 'Enter a number of requests per second.' })
    .min(0, 'A rate can’t be negative.')
    .max(1_000_000),
  burstLimit: z
    .number({ error: 'Enter a whole number.' })
    .int('A burst is a whole number.')
    .min(0, 'A burst can’t be negative.')
    .max(10_000_000),
});
export type ThrottleSettings = z.infer<typeof throttleSettings>;

export const HTTP_VERBS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;
export const METHOD_KEYS = [...HTTP_VERBS, 'ANY'] as const;
export const methodKey = z.enum(METHOD_KEYS, {
  error: 'Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY',
});
export type MethodKey = z.infer<typeof methodKey>;

/** A record whose refused key says what is wrong with it: zod's own message is "Invalid key in record". */
export function recordOf<V extends z.ZodType>(key: z.ZodString, value: V) {
  return z.record(key, value, {
    error: (issue) => (issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined),
  });
}
