import type { Ctx } from '@/lib/control/context';
import { InvalidInputError } from '@/lib/errors';
import type { RestApiRow } from '@/lib/store/rest-apis';

/** Refuses a resource policy that the gateway could not compile: a stage would go on without it otherwise, or not at all. */
export function refuseBrokenPolicy(ctx: Ctx, api: RestApiRow, policy: string | null | undefined): void {
  if (policy === null || policy === undefined) return;
  const errors = ctx.runtime.validateDefinition(
    {
      ...{ id: api.id, accountId: api.accountId, name: api.name },
      ...{ apiKeySource: 'HEADER', disableExecuteApiEndpoint: false, gatewayResponses: {}, resources: [], policy },
    },
    {},
  );
  const [first] = errors;
  if (first === undefined) return;
  const messages = errors.map(({ place, message }) => {
    const where = place.replace(/^policy(?: › )?/, '');
    return where === '' ? message : `${where}: ${message}`;
  });
  throw new InvalidInputError(messages[0] ?? first.message, { policy: messages });
}
