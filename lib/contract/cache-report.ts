import { z } from 'zod';

/** What one worker says of one cache. Ids are stages', and "…/Canary" of canaries that have a cache of their own. */
export const cacheReport = z.object({
  id: z.string(),
  entries: z.number().int(),
  memoryBytes: z.number().int(),
  diskEntries: z.number().int(),
  diskBytes: z.number().int(),
  hits: z.number().int(),
  diskHits: z.number().int(),
  misses: z.number().int(),
  evictions: z.number().int(),
});
export type CacheReport = z.infer<typeof cacheReport>;

export const cacheLimits = z.object({ memoryBytes: z.number().int(), diskBytes: z.number().int() });
export type CacheLimits = z.infer<typeof cacheLimits>;
