import { createHash } from 'node:crypto';
import {
  addPermissionInput,
  allowMethodInput,
  type FunctionDetail,
  GATEWAY_PRINCIPAL,
  permissionRef,
} from '@/lib/contract/function';
import { functionArn, methodSourceArn } from '@/lib/contract/function-arn';
import type { Published } from '@/lib/contract/result';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { env } from '@/lib/env';
import { ConflictError, InvalidInputError, NotFoundError } from '@/lib/errors';
import { deletePermissionRow, type FunctionRecord, insertPermission } from '@/lib/store/functions';
import { requireResource } from '@/lib/store/resources';
import { requireRestApi } from '@/lib/store/rest-apis';
import { changeFunction } from './change';
import { findVersion } from './find-version';

/** As Lambda's AddPermission: lets an API's methods invoke the function. */
export async function addFunctionPermission(ctx: Ctx, input: unknown): Promise<Published<FunctionDetail>> {
  const { accountId } = requireScope(ctx, 'function:write');
  const { functionName, ...statement } = parse(addPermissionInput, input);
  return allow(ctx, accountId, functionName, statement);
}

/** Lets one method invoke the function, in every stage of its API. Allowing it again changes nothing. */
export async function allowMethod(ctx: Ctx, input: unknown): Promise<Published<FunctionDetail>> {
  const { accountId } = requireScope(ctx, 'function:write');
  const { functionName, qualifier, restApiId, resourceId, httpMethod } = parse(allowMethodInput, input);
  await requireRestApi(ctx.db, accountId, restApiId);
  const { path } = await requireResource(ctx.db, restApiId, resourceId);
  const arn = functionArn(env.region, accountId, functionName);
  const sourceArn = methodSourceArn(arn, { restApiId, httpMethod, path });
  const digest = createHash('sha256')
    .update(`${qualifier ?? ''} ${sourceArn}`)
    .digest('hex')
    .slice(0, 12);
  const statementId = `apigateway-${restApiId}-${httpMethod}-${digest}`;
  return allow(ctx, accountId, functionName, { statementId, qualifier, sourceArn, principal: GATEWAY_PRINCIPAL });
}

export async function removeFunctionPermission(ctx: Ctx, input: unknown): Promise<Published<FunctionDetail>> {
  const { accountId } = requireScope(ctx, 'function:write');
  const { functionName, statementId } = parse(permissionRef, input);
  return changeFunction(ctx, {
    accountId,
    functionName,
    async write(tx, { row, permissions }) {
      if (!permissions.some((permission) => permission.statementId === statementId)) {
        throw new NotFoundError(`The statement ${statementId} of ${functionName}`);
      }
      await deletePermissionRow(tx, row.id, statementId);
      return { action: 'function.remove-permission', summary: statementId };
    },
  });
}

interface Statement {
  readonly statementId: string;
  readonly qualifier?: string | undefined;
  readonly principal: string;
  readonly sourceArn?: string | undefined;
}

function allow(ctx: Ctx, accountId: string, functionName: string, statement: Statement) {
  return changeFunction(ctx, {
    accountId,
    functionName,
    async write(tx, before) {
      refuseUnknown(before, statement.qualifier);
      const row = {
        functionId: before.row.id,
        statementId: statement.statementId,
        qualifier: statement.qualifier ?? null,
        principal: statement.principal,
        sourceArn: statement.sourceArn ?? null,
        createdAt: ctx.clock.now(),
      };
      const known = before.permissions.find(({ statementId }) => statementId === row.statementId);
      if (known !== undefined) {
        if (known.qualifier === row.qualifier && known.sourceArn === row.sourceArn) return undefined;
        const message = `The statement id (${row.statementId}) provided already exists. Provide a new statement id.`;
        throw new ConflictError(message, { statementId: [message] });
      }
      await insertPermission(tx, row);
      const who = row.sourceArn ?? 'every API of the account';
      return { action: 'function.add-permission', summary: `${row.statementId}: ${who}` };
    },
  });
}

/** A remote function's qualifiers are known where it runs. */
function refuseUnknown(record: FunctionRecord, qualifier: string | undefined): void {
  if (qualifier === undefined || record.row.kind === 'remote') return;
  if (findVersion(record, qualifier) !== undefined) return;
  const message = `${record.row.name} has no version or alias ${qualifier}.`;
  throw new InvalidInputError(message, { qualifier: [message] });
}
