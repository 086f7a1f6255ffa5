import { aliasRef, createAliasInput, type FunctionDetail, LATEST, updateAliasInput } from '@/lib/contract/function';
import type { Published } from '@/lib/contract/result';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { ConflictError, InvalidInputError, NotFoundError, StaleEditError } from '@/lib/errors';
import { type AliasRow, deleteAliasRow, type FunctionRecord, insertAlias, writeAlias } from '@/lib/store/functions';
import { listCallers, refuseWhileCalled } from './callers';
import { changeFunction, requireLatest } from './change';
import { findVersion, versionNumber } from './find-version';

/** A name that points to a version and can be moved: what stages and callers hold instead of a number. */
export async function createFunctionAlias(ctx: Ctx, input: unknown): Promise<Published<FunctionDetail>> {
  const { accountId } = requireScope(ctx, 'function:write');
  const { functionName, name, functionVersion, description } = parse(createAliasInput, input);
  return changeFunction(ctx, {
    accountId,
    functionName,
    async write(tx, before) {
      requireLatest(before);
      if (before.aliases.some((alias) => alias.name === name)) {
        const message = `Alias already exists: ${name}.`;
        throw new ConflictError(message, { name: [message] });
      }
      const number = requireNumber(before, functionVersion);
      await insertAlias(tx, { functionId: before.row.id, name, description, versionNumber: number });
      return { action: 'function.create-alias', summary: `${name} → ${functionVersion}` };
    },
  });
}

export async function updateFunctionAlias(ctx: Ctx, input: unknown): Promise<Published<FunctionDetail>> {
  const { accountId } = requireScope(ctx, 'function:write');
  const { functionName, name, version, functionVersion, description } = parse(updateAliasInput, input);
  return changeFunction(ctx, {
    accountId,
    functionName,
    async write(tx, before) {
      const alias = requireAlias(before, name);
      if (alias.version !== version) throw new StaleEditError(`The alias ${name}`);
      await writeAlias(tx, before.row.id, name, {
        ...(description === undefined ? {} : { description }),
        ...(functionVersion === undefined ? {} : { versionNumber: requireNumber(before, functionVersion) }),
      });
      const from = alias.versionNumber === versionNumber(LATEST) ? LATEST : String(alias.versionNumber);
      const moved = functionVersion !== undefined && functionVersion !== from;
      return { action: 'function.update-alias', summary: moved ? `${name}: ${from} → ${functionVersion}` : name };
    },
  });
}

/** Refused while a method names it. */
export async function deleteFunctionAlias(ctx: Ctx, input: unknown): Promise<Published<FunctionDetail>> {
  const { accountId } = requireScope(ctx, 'function:write');
  const { functionName, name } = parse(aliasRef, input);
  return changeFunction(ctx, {
    accountId,
    functionName,
    async write(tx, before) {
      requireAlias(before, name);
      const callers = await listCallers(tx, accountId, functionName);
      refuseWhileCalled(
        `The alias ${name}`,
        callers.filter(({ qualifier }) => qualifier === name),
      );
      await deleteAliasRow(tx, before.row.id, name);
      return { action: 'function.delete-alias', summary: name };
    },
  });
}

function requireAlias({ row, aliases }: FunctionRecord, name: string): AliasRow {
  const alias = aliases.find((candidate) => candidate.name === name);
  if (alias === undefined) throw new NotFoundError(`The alias ${name} of ${row.name}`);
  return alias;
}

function requireNumber(record: FunctionRecord, name: string): number {
  const version = findVersion(record, name);
  if (version !== undefined) return version.number;
  const message = `${record.row.name} has no version ${name}.`;
  throw new InvalidInputError(message, { functionVersion: [message] });
}
