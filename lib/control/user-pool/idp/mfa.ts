import { Secret, TOTP } from 'otpauth';
import { z } from 'zod';
import { type Ctx, parse } from '@/lib/control/context';
import { transaction } from '@/lib/store/client';
import { type PoolUserRow, takeTotpStep, writePoolUser } from '@/lib/store/user-pool-users';
import { CognitoError } from '../cognito-error';
import { requireAccessToken } from '../tokens';
import { openChallenge, sealChallenge } from './challenge-session';
import { beginTotp } from './throttle';

const PERIOD_SECONDS = 30;
const SECRET_BYTES = 20;

const token = z.string().min(1).max(8192);
const associateInput = z.object({ AccessToken: token.optional(), Session: token.optional() });

/** A secret that counts once its first code came back. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html */
export async function associateSoftwareToken(ctx: Ctx, input: unknown) {
  const { AccessToken, Session } = parse(associateInput, input);
  const who = await whoSetsUp(ctx, AccessToken, Session);
  const secret = new Secret({ size: SECRET_BYTES }).base32;
  const totpPending = ctx.secrets.seal(secret, contextOf(who.user.id));
  await transaction(ctx.db, (tx) => writePoolUser(tx, who.user.id, { totpPending }));
  return { SecretCode: secret, ...(Session === undefined ? {} : { Session: sealChallenge(ctx, who, 'MFA_SETUP') }) };
}

const verifyInput = associateInput.extend({
  UserCode: z.string().regex(/^\d{6}$/, 'A code has six digits.'),
  FriendlyDeviceName: z.string().max(131_072).optional(),
});

export async function verifySoftwareToken(ctx: Ctx, input: unknown) {
  const { AccessToken, Session, UserCode } = parse(verifyInput, input);
  const who = await whoSetsUp(ctx, AccessToken, Session);
  const { user } = who;
  if (user.totpPending === null) {
    throw new CognitoError('SoftwareTokenMFANotFoundException', 'Associate a software token first.');
  }
  const succeeded = await beginTotp(ctx, user.id);
  if (!(await takeCode(ctx, user, user.totpPending, UserCode))) {
    throw new CognitoError('EnableSoftwareTokenMFAException', 'Code mismatch');
  }
  await succeeded();
  const totpSealed = user.totpPending;
  await transaction(ctx.db, (tx) =>
    writePoolUser(tx, user.id, {
      ...{ totpSealed, totpPending: null },
      ...(Session === undefined ? {} : { mfaEnabled: true }),
    }),
  );
  return {
    Status: 'SUCCESS',
    ...(Session === undefined ? {} : { Session: sealChallenge(ctx, who, 'MFA_SETUP', true) }),
  };
}

/** Who has only got as far as the password may set up a first authenticator, never another one. */
async function whoSetsUp(ctx: Ctx, accessToken: string | undefined, session: string | undefined) {
  if ((accessToken === undefined) === (session === undefined)) {
    throw new CognitoError('InvalidParameterException', 'Bring either an access token or a session.');
  }
  const who =
    accessToken === undefined
      ? await openChallenge(ctx, session ?? '', 'MFA_SETUP')
      : await requireAccessToken(ctx, accessToken);
  if (who.pool.mfaConfiguration === 'OFF') {
    throw new CognitoError(
      'SoftwareTokenMFANotFoundException',
      'Software Token MFA has not been enabled by the userPool.',
    );
  }
  if (session !== undefined && who.user.totpSealed !== null) {
    throw new CognitoError('NotAuthorizedException', 'Invalid session for the user.');
  }
  return who;
}

const preferenceInput = z.object({
  AccessToken: token,
  SoftwareTokenMfaSettings: z.object({ Enabled: z.boolean().default(false), PreferredMfa: z.boolean().optional() }),
});

export async function setUserMfaPreference(ctx: Ctx, input: unknown) {
  const { AccessToken, SoftwareTokenMfaSettings } = parse(preferenceInput, input);
  const { user } = await requireAccessToken(ctx, AccessToken);
  if (SoftwareTokenMfaSettings.Enabled && user.totpSealed === null) {
    throw new CognitoError('InvalidParameterException', 'User has not verified software token mfa');
  }
  await transaction(ctx.db, (tx) => writePoolUser(tx, user.id, { mfaEnabled: SoftwareTokenMfaSettings.Enabled }));
  return {};
}

/** Refuses a wrong code, and one that was taken before. */
export async function requireTotp(ctx: Ctx, user: PoolUserRow, code: string): Promise<void> {
  const succeeded = await beginTotp(ctx, user.id);
  if (user.totpSealed === null || !(await takeCode(ctx, user, user.totpSealed, code))) {
    throw new CognitoError('CodeMismatchException', 'Invalid code received for user');
  }
  await succeeded();
}

async function takeCode(ctx: Ctx, { id }: PoolUserRow, sealed: string, code: string): Promise<boolean> {
  const totp = new TOTP({ secret: Secret.fromBase32(ctx.secrets.open(sealed, contextOf(id))), period: PERIOD_SECONDS });
  const timestamp = ctx.clock.now().getTime();
  // A clock may be half a minute off either way.
  const delta = totp.validate({ token: code, window: 1, timestamp });
  if (delta === null) return false;
  const step = Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
  if (await takeTotpStep(ctx.db, id, step)) return true;
  throw new CognitoError('ExpiredCodeException', 'Your software token has already been used once.');
}

const contextOf = (userId: string): string => `user-pool-totp:${userId}`;
