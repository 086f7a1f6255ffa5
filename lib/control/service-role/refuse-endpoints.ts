import type { ServiceGrant } from '@/lib/contract/service-role';
import type { Ctx } from '@/lib/control/context';
import { InvalidInputError } from '@/lib/errors';

/** Told when it is saved rather than by every request, as with the URIs of backends. */
export function refuseEndpoints(ctx: Ctx, services: readonly ServiceGrant[]): void {
  for (const [index, { endpoint }] of services.entries()) {
    const message = endpoint === '' ? undefined : ctx.runtime.refusalOf(endpoint);
    if (message !== undefined) throw new InvalidInputError(message, { [`services.${index}.endpoint`]: [message] });
  }
}
