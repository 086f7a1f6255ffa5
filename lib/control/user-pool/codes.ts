import { randomInt, timingSafeEqual } from 'node:crypto';
import type { CodePurpose } from '@/lib/contract/user-pool';
import type { Ctx } from '@/lib/control/context';
import { env } from '@/lib/env';
import { logger } from '@/lib/logger';
import { sendMail } from '@/lib/mail/send-mail';
import type { Tx } from '@/lib/store/client';
import { countCodeAttempt, findCode, type PoolUserRow, putCode } from '@/lib/store/user-pool-users';
import { CognitoError } from './cognito-error';

/** Cognito's: one day for confirming, one hour for a new password. */
const LIFETIME_MS: Readonly<Record<CodePurpose, number>> = {
  SIGN_UP: 86_400_000,
  EMAIL: 86_400_000,
  RESET: 3_600_000,
};
/** Then it is no good any more: six digits are guessed in a million tries. */
const MAX_ATTEMPTS = 5;

const MISMATCH = 'Invalid verification code provided, please try again.';

/** Makes a code, in the change's own transaction. Deliver it after that. */
export async function issueCode(tx: Tx, ctx: Ctx, userId: string, purpose: CodePurpose): Promise<string> {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const now = ctx.clock.now();
  await putCode(tx, {
    userId,
    purpose,
    codeHash: hashOf(ctx, userId, purpose, code),
    codeSealed: env.mail === undefined ? ctx.secrets.seal(code, contextOf(userId, purpose)) : null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + LIFETIME_MS[purpose]),
  });
  return code;
}

export const openCode = (ctx: Ctx, userId: string, purpose: string, sealed: string): string =>
  ctx.secrets.open(sealed, contextOf(userId, purpose));

/** Refuses a wrong, old or worn-out code; the caller deletes it together with what it was for. */
export async function requireCode(ctx: Ctx, userId: string, purpose: CodePurpose, code: string): Promise<void> {
  const row = await findCode(ctx.db, userId, purpose);
  if (row === null) throw new CognitoError('CodeMismatchException', MISMATCH);
  if (row.expiresAt.getTime() <= ctx.clock.now().getTime()) throw new CognitoError('ExpiredCodeException', EXPIRED);
  if (!(await countCodeAttempt(ctx.db, userId, purpose, MAX_ATTEMPTS))) {
    throw new CognitoError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
  }
  const expected = Buffer.from(row.codeHash);
  const actual = Buffer.from(hashOf(ctx, userId, purpose, code.trim()));
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) {
    throw new CognitoError('CodeMismatchException', MISMATCH);
  }
}

export const EXPIRED = 'Invalid code provided, please request a code again.';

const hashOf = (ctx: Ctx, userId: string, purpose: string, code: string): string =>
  ctx.secrets.hashApiKey(`user-pool-code:${userId}:${purpose}:${code}`);
const contextOf = (userId: string, purpose: string): string => `user-pool-code:${userId}:${purpose}`;

export interface CodeDelivery {
  readonly AttributeName: 'email';
  readonly DeliveryMedium: 'EMAIL';
  readonly Destination: string;
}

const SUBJECTS: Readonly<Record<CodePurpose, string>> = {
  SIGN_UP: 'Your confirmation code',
  EMAIL: 'Your verification code',
  RESET: 'Your code for a new password',
};

/** Not waited for: how long it takes would tell whether there is such a user. */
export function deliverCode(ctx: Ctx, user: Pick<PoolUserRow, 'attributes'>, purpose: CodePurpose, code: string): void {
  const to = user.attributes.email;
  if (to === undefined || env.mail === undefined) return;
  const text = `${SUBJECTS[purpose]} is ${code}.\n\nIf you did not ask for it, leave this message unanswered.\n`;
  sendMail(env.mail, { to, subject: SUBJECTS[purpose], text }).catch((error: unknown) => {
    logger.warn({ requestId: ctx.requestId, err: error }, 'a user pool’s mail could not be sent');
  });
}

/** As Cognito masks it: a***@e***. */
export const deliveryOf = (email: string): CodeDelivery => {
  const [local = '', domain = ''] = email.split('@');
  return {
    AttributeName: 'email',
    DeliveryMedium: 'EMAIL',
    Destination: `${local.slice(0, 1)}***@${domain.slice(0, 1)}***`,
  };
};
