import type { z } from 'zod';
import { type Actor, can, type Scope } from '@/lib/auth/can';
import type { Clock } from '@/lib/clock';
import { ForbiddenError, InvalidInputError, UnauthenticatedError } from '@/lib/errors';
import type { RuntimePort } from '@/lib/runtime/port';
import type { Db } from '@/lib/store/client';
import type { Secrets } from '@/lib/store/secrets';

/** What every verb gets: who asks, and the parts of the world it may touch. */
export interface Ctx {
  readonly actor: Actor;
  readonly requestId: string;
  readonly db: Db;
  readonly runtime: RuntimePort;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

export type MemberActor = Extract<Actor, { kind: 'member' | 'system' }>;
export type PersonActor = Extract<Actor, { kind: 'member' | 'consumer' }>;

/** First line of every verb of the console. Returns the actor, narrowed to one with an account. */
export function requireScope(ctx: Ctx, scope: Scope): MemberActor {
  if (ctx.actor.kind === 'anonymous') throw new UnauthenticatedError();
  if (ctx.actor.kind === 'consumer' || !can(ctx.actor, scope)) throw new ForbiddenError();
  if (ctx.actor.kind === 'member' && ctx.actor.needsTotp) {
    throw new ForbiddenError('Owners of this account sign in with an authenticator app. Set yours up first.');
  }
  return ctx.actor;
}

/** First line of every verb of the portal. */
export function requirePerson(ctx: Ctx): PersonActor {
  if (ctx.actor.kind === 'anonymous') throw new UnauthenticatedError();
  if (ctx.actor.kind === 'system') throw new ForbiddenError();
  return ctx.actor;
}

/** Reads input through its contract; throws InvalidInputError with the messages by field ("integration.uri"). */
export function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const fieldErrors: Record<string, string[]> = {};
  for (const issue of result.error.issues) {
    const field = issue.path.join('.');
    fieldErrors[field] = [...(fieldErrors[field] ?? []), issue.message];
  }
  const [field, messages] = Object.entries(fieldErrors)[0] ?? ['', ['The input is not valid.']];
  throw new InvalidInputError(field ? `${field}: ${messages[0]}` : (messages[0] ?? ''), fieldErrors);
}
