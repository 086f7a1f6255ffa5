import { type FunctionDetail, publishVersionInput, versionRef } from '@/lib/contract/function';
import type { Published } from '@/lib/contract/result';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { isEqual } from '@/lib/control/summary';
import { ConflictError, NotFoundError } from '@/lib/errors';
import { openEnvironment } from '@/lib/store/function-secrets';
import {
  deleteVersionRow,
  dropUnusedCode,
  insertVersion,
  type VersionRecord,
  writeFunction,
} from '@/lib/store/functions';
import { listCallers, refuseWhileCalled } from './callers';
import { changeFunction, requireLatest } from './change';

/** Copies $LATEST under the next number. As on Lambda, nothing is published twice: without a change the last one stays. */
export async function publishFunctionVersion(ctx: Ctx, input: unknown): Promise<Published<FunctionDetail>> {
  const { accountId } = requireScope(ctx, 'function:write');
  const { functionName, version, description } = parse(publishVersionInput, input);
  return changeFunction(ctx, {
    accountId,
    functionName,
    version,
    async write(tx, before) {
      const { codeBytes: _codeBytes, ...latest } = requireLatest(before);
      const { row, versions } = before;
      const content = (record: Omit<VersionRecord, 'codeBytes'>) => ({
        handler: record.handler,
        memoryMb: record.memoryMb,
        timeoutSeconds: record.timeoutSeconds,
        codeSha256: record.codeSha256,
        environment: openEnvironment(ctx.secrets, row.id, record.environmentSealed),
      });
      const [last] = versions;
      if (last !== undefined && isEqual(content(last), content(latest))) return undefined;
      const number = row.lastVersion + 1;
      await insertVersion(tx, row.id, { ...latest, number, description, createdAt: ctx.clock.now() });
      await writeFunction(tx, row.id, { lastVersion: number });
      return { action: 'function.publish-version', summary: `Version ${number}` };
    },
  });
}

/** Refused while an alias points to it or a method names it. */
export async function deleteFunctionVersion(ctx: Ctx, input: unknown): Promise<Published<FunctionDetail>> {
  const { accountId } = requireScope(ctx, 'function:write');
  const { functionName, number } = parse(versionRef, input);
  return changeFunction(ctx, {
    accountId,
    functionName,
    async write(tx, { row, versions, aliases }) {
      const version = versions.find((candidate) => candidate.number === number);
      if (version === undefined) throw new NotFoundError(`Version ${number} of ${functionName}`);
      const pointing = aliases.filter(({ versionNumber }) => versionNumber === number).map(({ name }) => name);
      if (pointing.length > 0) {
        throw new ConflictError(`The alias ${pointing.join(', ')} points to version ${number}. Move it first.`);
      }
      const callers = await listCallers(tx, accountId, functionName);
      refuseWhileCalled(
        `Version ${number}`,
        callers.filter(({ qualifier }) => qualifier === String(number)),
      );
      await deleteVersionRow(tx, row.id, number);
      await dropUnusedCode(tx, [version.codeSha256]);
      return { action: 'function.delete-version', summary: `Version ${number}` };
    },
  });
}
