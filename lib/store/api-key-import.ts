import type { Tx } from './client';
import { Prisma } from './generated/sqlite/client';

/** Well below the 32,766 parameters of an SQLite statement. */
const ROWS_PER_STATEMENT = 1_000;

export interface KnownKey {
  readonly id: string;
  readonly accountId: string;
  readonly valueHash: string;
  readonly rotatedFromId: string | null;
}

/** Keys with one of these values, whosever they are. In raw SQL, as all of this file: an import is thousands of rows. */
export async function findKeysByHash(tx: Tx, hashes: readonly string[]): Promise<KnownKey[]> {
  const found: KnownKey[] = [];
  for (const some of chunks(hashes)) {
    const rows = await tx.$queryRaw<KnownKey[]>`
      SELECT "id", "accountId", "valueHash", "rotatedFromId" FROM "ApiKey" WHERE "valueHash" IN (${Prisma.join(some)})`;
    for (const row of rows) found.push(row);
  }
  return found;
}

export interface ImportedKey {
  /** Of the row with this value, if there is one; else the new row's. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly valueHash: string;
  readonly valueEncrypted: string;
  readonly valueHint: string;
  readonly usagePlanIds: readonly string[];
}

/** Inserts keys, or overwrites what a file can say of those that are known by their value. */
export async function saveKeys(
  tx: Tx,
  accountId: string,
  now: Date,
  keys: readonly ImportedKey[],
  knownIds: readonly string[],
): Promise<void> {
  for (const some of chunks(keys)) {
    const values = some.map(
      (key) => Prisma.sql`(${key.id}, ${accountId}, ${key.name}, ${key.description}, ${key.valueHash},
        ${key.valueEncrypted}, ${key.valueHint}, ${key.enabled}, ${now}, ${now})`,
    );
    await tx.$executeRaw`
      INSERT INTO "ApiKey" ("id", "accountId", "name", "description", "valueHash", "valueEncrypted", "valueHint",
        "enabled", "createdAt", "updatedAt")
      VALUES ${Prisma.join(values)}
      ON CONFLICT ("valueHash") DO UPDATE SET "name" = excluded."name", "description" = excluded."description",
        "enabled" = excluded."enabled", "updatedAt" = excluded."updatedAt", "version" = "ApiKey"."version" + 1`;
  }
  for (const ids of chunks(knownIds)) {
    await tx.$executeRaw`DELETE FROM "UsagePlanKey" WHERE "apiKeyId" IN (${Prisma.join(ids)})`;
  }
  const plans = keys.flatMap(({ id, usagePlanIds }) => usagePlanIds.map((usagePlanId) => ({ usagePlanId, id })));
  for (const some of chunks(plans)) {
    const values = some.map(({ usagePlanId, id }) => Prisma.sql`(${usagePlanId}, ${id}, ${now})`);
    await tx.$executeRaw`
      INSERT INTO "UsagePlanKey" ("usagePlanId", "apiKeyId", "createdAt") VALUES ${Prisma.join(values)}`;
  }
}

/** Rows that keep old values of these keys, by key. */
export async function findRotatedFrom(tx: Tx, ids: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const some of chunks(ids)) {
    const rows = await tx.$queryRaw<{ id: string; rotatedFromId: string }[]>`
      SELECT "id", "rotatedFromId" FROM "ApiKey" WHERE "rotatedFromId" IN (${Prisma.join(some)})`;
    for (const { id, rotatedFromId } of rows) found.set(rotatedFromId, [...(found.get(rotatedFromId) ?? []), id]);
  }
  return found;
}

function chunks<T>(items: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let i = 0; i < items.length; i += ROWS_PER_STATEMENT) parts.push(items.slice(i, i + ROWS_PER_STATEMENT));
  return parts;
}
