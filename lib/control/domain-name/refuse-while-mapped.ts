import { ConflictError } from '@/lib/errors';

/** As on AWS: what a custom domain name leads to is not deleted under its callers. */
export function refuseWhileMapped(what: string, domainNames: readonly string[]): void {
  if (domainNames.length === 0) return;
  throw new ConflictError(
    `${what} has base path mappings of ${domainNames.join(', ')}. Remove these mappings first, then delete it.`,
  );
}
