import { type ImportApiKeysResult, importApiKeysInput } from '@/lib/contract/api-key';
import { type ApiKeyCsvRow, parseApiKeyCsv } from '@/lib/contract/api-key-csv';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { InvalidInputError } from '@/lib/errors';
import { newEntityId } from '@/lib/ids';
import { findKeysByHash, findRotatedFrom, type ImportedKey, saveKeys } from '@/lib/store/api-key-import';
import { replaceKeyPlans, writeOldValues } from '@/lib/store/api-keys';
import { type Tx, transaction } from '@/lib/store/client';
import { bumpRevision } from '@/lib/store/revision';
import { findSharedStage, knownUsagePlanIds } from '@/lib/store/usage-plans';
import { sealValue } from './seal-value';

const MAX_ROWS = 10_000;
const MAX_PLANS = 10;

interface Warning {
  readonly line: number;
  readonly message: string;
}

/**
 * Imports a key file: all of it, or (with failOnWarnings, or when a plan does not fit) nothing. A value that is known
 * already is overwritten with the file's row.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-key-file-format.html
 */
export async function importApiKeys(ctx: Ctx, input: unknown): Promise<Published<ImportApiKeysResult>> {
  const { accountId } = requireScope(ctx, 'api-key:write');
  const { csv, failOnWarnings } = parse(importApiKeysInput, input);
  const file = parseApiKeyCsv(csv);
  if (file.fatal !== null) throw refused(file.fatal);
  if (file.rows.length > MAX_ROWS) {
    throw refused(`The file has ${file.rows.length} keys; import at most ${MAX_ROWS.toLocaleString('en-US')} at once.`);
  }
  const candidates = file.rows.map((row) => seal(ctx, row));
  const result = await transaction(ctx.db, async (tx) => {
    const warnings: Warning[] = [...file.warnings];
    const hashes = candidates.map(({ valueHash }) => valueHash);
    const known = new Map((await findKeysByHash(tx, hashes)).map((key) => [key.valueHash, key]));
    const plans = await planReader(tx, accountId, file.rows);
    const keys: ImportedKey[] = [];
    const replacedIds: string[] = [];
    for (const { row, ...columns } of candidates) {
      const usagePlanIds = plans(row, warnings);
      const before = known.get(columns.valueHash);
      if (before && (before.accountId !== accountId || before.rotatedFromId !== null)) {
        warnings.push({ line: row.line, message: `The value of “${row.name}” is already in use; the row is skipped.` });
      } else if (row.name.length > 1024 || row.description.length > 1024) {
        const message = 'The name or description has more than 1,024 characters; the row is skipped.';
        warnings.push({ line: row.line, message });
      } else if (usagePlanIds !== undefined) {
        keys.push({ ...columns, ...(before ? { id: before.id } : {}), usagePlanIds });
        if (before) replacedIds.push(before.id);
      }
    }
    warnings.sort((a, b) => a.line - b.line);
    const [first] = warnings;
    if (failOnWarnings && first) {
      throw refused(
        `Nothing was imported: ${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}. Line ${first.line}: ${first.message}`,
        warnings,
      );
    }
    await saveKeys(tx, accountId, ctx.clock.now(), keys, replacedIds);
    const followers = await followOverwritten(tx, keys, replacedIds);
    if (keys.length > 0) {
      await bumpRevision(
        tx,
        [...keys.map(({ id }) => id), ...followers].map((entityId) => ({ kind: 'api-key', entityId })),
      );
    }
    const counts = { created: keys.length - replacedIds.length, updated: replacedIds.length };
    await recordAudit(tx, ctx, {
      action: 'api-key.import',
      targetType: 'api-key',
      targetId: '*',
      summary: `${counts.created} created, ${counts.updated} overwritten, ${warnings.length} warnings.`,
    });
    return { ...counts, warnings };
  });
  return { ...result, publish: await publishChange(ctx) };
}

/** Old values of overwritten keys stay what those keys are. */
async function followOverwritten(
  tx: Tx,
  keys: readonly ImportedKey[],
  replacedIds: readonly string[],
): Promise<string[]> {
  const rotatedFrom = await findRotatedFrom(tx, replacedIds);
  for (const { id, enabled, usagePlanIds } of keys) {
    const followers = rotatedFrom.get(id);
    if (followers === undefined) continue;
    await writeOldValues(tx, id, { enabled });
    await replaceKeyPlans(tx, followers, usagePlanIds);
  }
  return [...rotatedFrom.values()].flat();
}

/** Reads a row's plans; undefined, with a warning, when the row can't be taken with them. */
async function planReader(tx: Tx, accountId: string, rows: readonly ApiKeyCsvRow[]) {
  const known = await knownUsagePlanIds(tx, accountId, [...new Set(rows.flatMap(({ usagePlanIds }) => usagePlanIds))]);
  const combinations = new Map<string, string | null>();
  for (const row of rows) {
    const ids = [...new Set(row.usagePlanIds)].filter((id) => known.has(id)).sort();
    const name = ids.join(' ');
    if (combinations.has(name)) continue;
    const shared = await findSharedStage(tx, ids);
    combinations.set(
      name,
      shared &&
        `The plans ${shared.planNames.join(' and ')} both hold the stage ${shared.stageName} of ${shared.restApiName}, and a key has one plan per stage`,
    );
  }
  return (row: ApiKeyCsvRow, warnings: Warning[]): string[] | undefined => {
    const wanted = [...new Set(row.usagePlanIds)];
    const ids = wanted.filter((id) => known.has(id)).sort();
    for (const id of wanted) {
      if (!known.has(id)) {
        warnings.push({
          line: row.line,
          message: `The usage plan “${id}” does not exist; “${row.name}” is imported without it.`,
        });
      }
    }
    const problem =
      ids.length > MAX_PLANS ? `A key is in at most ${MAX_PLANS} usage plans` : combinations.get(ids.join(' '));
    if (!problem) return ids;
    warnings.push({ line: row.line, message: `${problem}; the row of “${row.name}” is skipped.` });
    return undefined;
  };
}

/** Sealing is the slow part, and needs no transaction. */
function seal(ctx: Ctx, row: ApiKeyCsvRow) {
  const id = newEntityId();
  const { name, description, enabled } = row;
  return { row, id, name, description, enabled, ...sealValue(ctx, id, row.value) };
}

function refused(message: string, warnings: readonly Warning[] = []): InvalidInputError {
  const lines = warnings.slice(0, 50).map(({ line, message: text }) => `Line ${line}: ${text}`);
  return new InvalidInputError(message, { csv: lines.length > 0 ? lines : [message] });
}
