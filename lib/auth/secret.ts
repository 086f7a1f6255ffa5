import { env } from '@/lib/env';
import type { Secrets } from '@/lib/store/secrets';

/** What session cookies are encrypted under. */
export const sessionSecret = (secrets: Secrets): string => env.nextAuthSecret ?? secrets.sessionSecret;
