import type { MethodConfig } from '@/lib/contract/method';
import type { Ctx } from '@/lib/control/context';
import { InvalidInputError } from '@/lib/errors';
import { type MethodRecord, toMethodDefinition } from '@/lib/store/methods';
import type { ResourceRow } from '@/lib/store/resources';
import { checkMethod, type Problem, toFieldErrors } from './rules';

type Candidate = MethodConfig & Pick<MethodRecord, 'httpMethod'>;

/** Names every problem at its field; the message is the first one, with how many more there are. */
export function refuseProblems(ctx: Ctx, resource: ResourceRow, method: Candidate): void {
  const found = checkMethod(resource.path, method);
  const problems = found.length > 0 ? found : compile(ctx, resource, method);
  const [first] = problems;
  if (first === undefined) return;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  throw new InvalidInputError(`${first.message}${more}`, toFieldErrors(problems));
}

/** The gateway's compiler has the last word, now rather than at the next deploy. Its places are not form fields. */
function compile(ctx: Ctx, { id, path, restApiId }: ResourceRow, method: Candidate): Problem[] {
  const definition = {
    id: restApiId,
    accountId: '',
    name: '',
    apiKeySource: 'HEADER' as const,
    disableExecuteApiEndpoint: false,
    resources: [{ id, path, methods: { [method.httpMethod]: toMethodDefinition(method) } }],
    gatewayResponses: {},
  };
  const errors = ctx.runtime.validateDefinition(definition, {});
  return errors.map(({ place, message }) => ({ field: place, message: `${place}: ${message}` }));
}
