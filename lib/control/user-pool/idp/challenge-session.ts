import { z } from 'zod';
import type { Ctx } from '@/lib/control/context';
import { findPoolUserById, type PoolUserRow } from '@/lib/store/user-pool-users';
import { CognitoError } from '../cognito-error';
import { type IdpClient, requireIdpClient } from './client';

export const CHALLENGES = ['NEW_PASSWORD_REQUIRED', 'SOFTWARE_TOKEN_MFA', 'MFA_SETUP'] as const;
export type Challenge = (typeof CHALLENGES)[number];

/** Cognito's own. */
const LIFETIME_MS = 3 * 60_000;
const CONTEXT = 'user-pool-challenge';

const content = z.object({
  clientId: z.string(),
  userId: z.string(),
  challenge: z.enum(CHALLENGES),
  /** A password that was changed since ends every sign-in that is on its way. */
  passwordSetAt: z.number(),
  expiresAt: z.number(),
  /** Of MFA_SETUP: the first code was right. */
  isVerified: z.boolean(),
});

export interface OpenedChallenge extends IdpClient {
  readonly user: PoolUserRow;
  readonly isVerified: boolean;
}

/** How far a sign-in has got, sealed: nothing is kept of one that is given up. */
export function sealChallenge(
  ctx: Ctx,
  { client, user }: Pick<OpenedChallenge, 'client' | 'user'>,
  challenge: Challenge,
  isVerified = false,
): string {
  const session: z.input<typeof content> = {
    ...{ clientId: client.id, userId: user.id, challenge, isVerified },
    passwordSetAt: user.passwordSetAt?.getTime() ?? 0,
    expiresAt: ctx.clock.now().getTime() + LIFETIME_MS,
  };
  return ctx.secrets.seal(JSON.stringify(session), CONTEXT);
}

export async function openChallenge(ctx: Ctx, sealed: string, challenge: Challenge): Promise<OpenedChallenge> {
  const session = read(ctx, sealed);
  if (session?.challenge !== challenge) throw invalid();
  if (session.expiresAt <= ctx.clock.now().getTime()) {
    throw new CognitoError('NotAuthorizedException', 'Invalid session for the user, session is expired.');
  }
  const user = await findPoolUserById(ctx.db, session.userId);
  if (user === undefined || (user.passwordSetAt?.getTime() ?? 0) !== session.passwordSetAt) throw invalid();
  return { ...(await requireIdpClient(ctx, session.clientId)), user, isVerified: session.isVerified };
}

function read(ctx: Ctx, sealed: string): z.output<typeof content> | undefined {
  try {
    return content.parse(JSON.parse(ctx.secrets.open(sealed, CONTEXT)));
  } catch {
    return undefined; // Not one of ours, or of another master key.
  }
}

const invalid = () => new CognitoError('NotAuthorizedException', 'Invalid session for the user.');
