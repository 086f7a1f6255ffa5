import { type TestInvokeResult, testInvokeInput } from '@/lib/contract/method';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { pathParameters } from '@/lib/control/resource/rules';
import { InvalidInputError } from '@/lib/errors';
import { loadWorkingCopy } from '@/lib/store/definitions';
import { requireMethod } from '@/lib/store/methods';
import { requireResource } from '@/lib/store/resources';
import { requireRestApi } from '@/lib/store/rest-apis';

/** Runs one request through the working copy, without deploying it. */
export async function testInvokeMethod(ctx: Ctx, input: unknown): Promise<TestInvokeResult> {
  const { accountId } = requireScope(ctx, 'rest-api:test');
  const { restApiId, ...request } = parse(testInvokeInput, input);
  await requireRestApi(ctx.db, accountId, restApiId);
  const resource = await requireResource(ctx.db, restApiId, request.resourceId);
  const method = await requireMethod(ctx.db, request.resourceId, request.httpMethod);
  if (method.integration === null) throw new InvalidInputError('No integration defined for method');
  if (request.httpMethod === 'ANY' && request.verb === undefined) {
    throw new InvalidInputError('Choose the verb to send.', { verb: ['Choose the verb to send.'] });
  }
  const missing = pathParameters(resource.path).filter((name) => !request.pathParameters[name]);
  if (missing.length > 0) {
    throw new InvalidInputError(
      `Give a value for ${missing.map((name) => `{${name}}`).join(', ')}.`,
      Object.fromEntries(missing.map((name) => [`pathParameters.${name}`, ['Give a value.']])),
    );
  }
  const { definition } = await loadWorkingCopy(ctx.db, restApiId);
  return ctx.runtime.testInvoke({ ...request, definition });
}
