import type { Ctx } from '@/lib/control/context';
import { InvalidInputError } from '@/lib/errors';
import type { RestApiDefinition } from '@/lib/gateway/model';

/** `what`: "The stage". Asked before a change is saved, so that what a gateway would refuse is never published. */
export function refuseUncompilable(
  ctx: Ctx,
  what: string,
  definition: RestApiDefinition,
  variables: Readonly<Record<string, string>>,
): void {
  const errors = ctx.runtime.validateDefinition(definition, variables);
  const [first] = errors;
  if (first === undefined) return;
  throw new InvalidInputError(
    `${what} would not work with these settings. ${first.place}: ${first.message}`,
    Object.fromEntries(errors.map(({ place, message }) => [place, [message]])),
  );
}
