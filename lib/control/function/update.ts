import {
  environmentBytes,
  type FunctionDetail,
  MAX_ENVIRONMENT_BYTES,
  updateFunctionInput,
} from '@/lib/contract/function';
import type { Published } from '@/lib/contract/result';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { changedFields, isEqual, summarise } from '@/lib/control/summary';
import { InvalidInputError } from '@/lib/errors';
import { openEnvironment, sealEnvironment } from '@/lib/store/function-secrets';
import { writeFunction, writeLatest } from '@/lib/store/functions';
import { changeFunction, requireLatest } from './change';

/** Settings of the function and of $LATEST; published versions keep theirs. */
export async function updateFunction(ctx: Ctx, input: unknown): Promise<Published<FunctionDetail>> {
  const { accountId } = requireScope(ctx, 'function:write');
  const { functionName, version, description, reservedConcurrency, environment, ...settings } = parse(
    updateFunctionInput,
    input,
  );
  return changeFunction(ctx, {
    accountId,
    functionName,
    version,
    async write(tx, before) {
      const { row } = before;
      const latest = requireLatest(before);
      const own = { description, reservedConcurrency };
      const [ofRow, ofLatest] = [changedFields(row, own), changedFields(latest, settings)];
      const said = [summarise(row, own, ofRow), summarise(latest, settings, ofLatest)].filter(Boolean);
      let sealed = {};
      if (environment !== undefined) {
        const stored = openEnvironment(ctx.secrets, row.id, latest.environmentSealed);
        const wanted = fillIn(environment, stored);
        if (!isEqual(stored, wanted)) {
          sealed = sealEnvironment(ctx.secrets, row.id, wanted);
          said.push(`environment: ${Object.keys(wanted).sort().join(', ') || '(none)'}`);
        }
      }
      if (said.length === 0) return undefined;
      await writeLatest(tx, row.id, { ...settings, ...sealed });
      await writeFunction(tx, row.id, own);
      return { action: 'function.update', summary: said.join('; ') };
    },
  });
}

/** null keeps what is stored under that name. */
function fillIn(
  environment: Readonly<Record<string, string | null>>,
  stored: Readonly<Record<string, string>>,
): Record<string, string> {
  const wanted: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const known = value ?? (Object.hasOwn(stored, name) ? stored[name] : undefined);
    if (known === undefined) {
      throw new InvalidInputError(`Give ${name} a value.`, { [`environment.${name}`]: ['Give it a value.'] });
    }
    wanted[name] = known;
  }
  const bytes = environmentBytes(wanted);
  if (bytes > MAX_ENVIRONMENT_BYTES) {
    const message = `The environment has ${bytes.toLocaleString('en-US')} bytes; names and values together have at most 4,096.`;
    throw new InvalidInputError(message, { environment: [message] });
  }
  return wanted;
}
