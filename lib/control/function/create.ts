import { createFunctionInput, type FunctionDetail } from '@/lib/contract/function';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { ConflictError } from '@/lib/errors';
import { newEntityId } from '@/lib/ids';
import { transaction } from '@/lib/store/client';
import { sealEnvironment, sealRemoteSecret } from '@/lib/store/function-secrets';
import { findFunction, insertFunction, insertVersion, keepCode, LATEST_NUMBER } from '@/lib/store/functions';
import { bumpRevision } from '@/lib/store/revision';
import { packFiles } from './package';
import { describeFunction } from './present';

/** Its name is its identity for good: integrations, and people's ARNs, hold it. */
export async function createFunction(ctx: Ctx, input: unknown): Promise<Published<FunctionDetail>> {
  const { accountId } = requireScope(ctx, 'function:write');
  const fields = parse(createFunctionInput, input);
  const { name, description, kind } = fields;
  const id = newEntityId();
  const row = { id, accountId, name, description, kind, createdAt: ctx.clock.now() };
  const created = await transaction(ctx.db, async (tx) => {
    if ((await findFunction(tx, accountId, name)) !== undefined) {
      const message = `Function already exist: ${name}. Choose another name.`;
      throw new ConflictError(message, { name: [message] });
    }
    if (fields.kind === 'local') {
      const code = packFiles(fields.files);
      await insertFunction(tx, row);
      await keepCode(tx, code);
      await insertVersion(tx, id, {
        number: LATEST_NUMBER,
        description: '',
        handler: fields.handler,
        memoryMb: fields.memoryMb,
        timeoutSeconds: fields.timeoutSeconds,
        ...sealEnvironment(ctx.secrets, id, {}),
        codeSha256: code.sha256,
        createdAt: row.createdAt,
      });
    } else {
      const { endpointUrl, remoteName, region, credentials } = fields;
      await insertFunction(tx, {
        ...row,
        endpointUrl,
        remoteName,
        remoteRegion: region,
        remoteAccessKeyId: credentials?.accessKeyId ?? null,
        remoteSecretSealed: credentials === undefined ? null : sealRemoteSecret(ctx.secrets, id, credentials),
      });
    }
    await bumpRevision(tx, [{ kind: 'function', entityId: id }]);
    await recordAudit(tx, ctx, {
      action: 'function.create',
      targetType: 'function',
      targetId: name,
      targetName: name,
      summary: fields.kind === 'local' ? 'Runs here' : `Remote, at ${fields.endpointUrl}`,
    });
    return describeFunction(tx, accountId, name);
  });
  return { ...created, publish: await publishChange(ctx) };
}
