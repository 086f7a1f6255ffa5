import { type FunctionDetail, updateRemoteFunctionInput } from '@/lib/contract/function';
import type { Published } from '@/lib/contract/result';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { changedFields, summarise } from '@/lib/control/summary';
import { ConflictError } from '@/lib/errors';
import { sealRemoteSecret } from '@/lib/store/function-secrets';
import { writeFunction } from '@/lib/store/functions';
import { changeFunction } from './change';

/** Where a remote function is, and how calls to it are signed. */
export async function updateRemoteFunction(ctx: Ctx, input: unknown): Promise<Published<FunctionDetail>> {
  const { accountId } = requireScope(ctx, 'function:write');
  const { functionName, version, credentials, region, ...fields } = parse(updateRemoteFunctionInput, input);
  return changeFunction(ctx, {
    accountId,
    functionName,
    version,
    async write(tx, { row }) {
      if (row.kind !== 'remote') throw new ConflictError(`${functionName} runs here: it has no endpoint elsewhere.`);
      const wanted = { ...fields, ...(region === undefined ? {} : { remoteRegion: region }) };
      const changed = changedFields(row, wanted);
      const said = changed.length === 0 ? [] : [summarise(row, wanted, changed)];
      const signing = credentials === undefined ? {} : toColumns(ctx, row.id, credentials);
      if (credentials !== undefined) said.push(credentials === null ? 'credentials removed' : 'credentials replaced');
      if (said.length === 0) return undefined;
      await writeFunction(tx, row.id, { ...wanted, ...signing });
      return { action: 'function.update', summary: said.join('; ') };
    },
  });
}

function toColumns(
  ctx: Ctx,
  functionId: string,
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined } | null,
) {
  if (credentials === null) return { remoteAccessKeyId: null, remoteSecretSealed: null };
  const { accessKeyId, ...secret } = credentials;
  return { remoteAccessKeyId: accessKeyId, remoteSecretSealed: sealRemoteSecret(ctx.secrets, functionId, secret) };
}
