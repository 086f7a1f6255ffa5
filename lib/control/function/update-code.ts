import { type FunctionDetail, updateFunctionCodeInput, uploadFunctionCodeInput } from '@/lib/contract/function';
import type { Published } from '@/lib/contract/result';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import {
  type CodePackage,
  dropUnusedCode,
  keepCode,
  requireFunction,
  writeFunction,
  writeLatest,
} from '@/lib/store/functions';
import { changeFunction, requireLatest } from './change';
import { checkZip, packFiles } from './package';

/** Replaces $LATEST's code by what the editor holds. */
export async function updateFunctionCode(ctx: Ctx, input: unknown): Promise<Published<FunctionDetail>> {
  const { accountId } = requireScope(ctx, 'function:write');
  const { files, ...ref } = parse(updateFunctionCodeInput, input);
  return replaceCode(ctx, accountId, ref, packFiles(files));
}

/** Replaces $LATEST's code by an uploaded zip, which is read only for those who may. */
export async function uploadFunctionCode(
  ctx: Ctx,
  input: unknown,
  readZip: () => Promise<Buffer>,
): Promise<Published<FunctionDetail>> {
  const { accountId } = requireScope(ctx, 'function:write');
  const ref = parse(uploadFunctionCodeInput, input);
  requireLatest(await requireFunction(ctx.db, accountId, ref.functionName));
  return replaceCode(ctx, accountId, ref, await checkZip(await readZip()));
}

function replaceCode(
  ctx: Ctx,
  accountId: string,
  ref: { readonly functionName: string; readonly version: number },
  code: CodePackage,
): Promise<Published<FunctionDetail>> {
  return changeFunction(ctx, {
    accountId,
    ...ref,
    async write(tx, before) {
      const { codeSha256 } = requireLatest(before);
      if (codeSha256 === code.sha256) return undefined;
      await keepCode(tx, code);
      await writeLatest(tx, before.row.id, { codeSha256: code.sha256 });
      await writeFunction(tx, before.row.id, {});
      await dropUnusedCode(tx, [codeSha256]);
      return {
        action: 'function.update-code',
        summary: `${code.zip.length.toLocaleString('en-US')} bytes, SHA-256 ${code.sha256.slice(0, 12)}…`,
      };
    },
  });
}
