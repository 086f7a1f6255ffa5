import { z } from 'zod';
import { accountId, entityId, timestamp } from './common';
import { password } from './portal';

export const ROLES = ['owner', 'admin', 'viewer'] as const;
export const role = z.enum(ROLES);
export type Role = z.infer<typeof role>;

/** The first person of an empty installation: becomes the default account's owner. */
export const createFirstOwnerInput = z.object({
  name: z.string().trim().min(1, 'Enter your name.').max(120),
  email: z
    .email('Enter an e-mail address.')
    .max(254)
    .transform((text) => text.toLowerCase()),
  password,
});
export type CreateFirstOwnerInput = z.input<typeof createFirstOwnerInput>;

export const signInInput = z.object({
  email: z
    .string()
    .trim()
    .min(1, 'Enter your e-mail address.')
    .max(254)
    .transform((text) => text.toLowerCase()),
  password: z.string().min(1, 'Enter your password.').max(256),
  /** Of the authenticator app, or a recovery code; asked for in a second step. */
  code: z.string().max(64).optional(),
});
export type SignInInput = z.input<typeof signInInput>;

/** What a sign-in with the right password is refused with until it brings a code too. */
export const CODE_NEEDED = 'Enter the code of your authenticator app.';

const totpCode = z.string().trim().min(1, 'Enter a code.').max(64);
export const beginTotpInput = z.object({ currentPassword: z.string().min(1, 'Enter your password.').max(256) });
export type BeginTotpInput = z.input<typeof beginTotpInput>;
export const totpCodeInput = z.object({ code: totpCode });
export type TotpCodeInput = z.input<typeof totpCodeInput>;
/** What authenticator apps are set up with. Shown once. */
export interface TotpEnrolment {
  readonly secret: string;
  readonly uri: string;
}
export interface TotpStatus {
  /** Null: sign-in takes the password alone. */
  readonly since: string | null;
  readonly recoveryCodesLeft: number;
  /** People who sign in at an outside provider have their second factor there. */
  readonly hasPassword: boolean;
}
export const updateSignInRuleInput = z.object({ ownersNeedTotp: z.boolean() });
export type UpdateSignInRuleInput = z.input<typeof updateSignInRuleInput>;

export const createAccountInput = z.object({ name: z.string().trim().min(1, 'Give the account a name.').max(120) });
export type CreateAccountInput = z.input<typeof createAccountInput>;
export const switchAccountInput = z.object({ accountId });
export type SwitchAccountInput = z.input<typeof switchAccountInput>;

export const addMemberInput = z.object({
  email: z
    .email('Enter an e-mail address.')
    .max(254)
    .transform((text) => text.toLowerCase()),
  name: z.string().trim().max(120).default(''),
  role,
  /** For someone who has no user yet and will sign in with a password. */
  password: password.optional(),
});
export type AddMemberInput = z.input<typeof addMemberInput>;
export const updateMemberInput = z.object({ userId: entityId, role });
export type UpdateMemberInput = z.input<typeof updateMemberInput>;
export const removeMemberInput = z.object({ userId: entityId });
export type RemoveMemberInput = z.input<typeof removeMemberInput>;

export const member = z.object({
  userId: entityId,
  name: z.string(),
  email: z.string(),
  role,
  demo: z.boolean(),
  createdAt: timestamp,
});
export type Member = z.infer<typeof member>;

export const accountSummary = z.object({ id: accountId, name: z.string(), role });
export type AccountSummary = z.infer<typeof accountSummary>;

/** Who is signed in: what layouts and `can()` need in the browser. */
export const currentUser = z.object({
  userId: entityId,
  name: z.string(),
  email: z.string(),
  /** Null: a consumer. */
  account: accountSummary.nullable(),
  accounts: z.array(accountSummary),
  /** The account asks its owners for an authenticator app, and this one has none yet. */
  needsTotp: z.boolean(),
});
export type CurrentUser = z.infer<typeof currentUser>;

/** A signed-in browser of one's own. */
export const sessionSummary = z.object({
  id: entityId,
  userAgent: z.string(),
  /** Where the sign-in came from; empty for sign-ins before this was kept. */
  address: z.string(),
  createdAt: timestamp,
  lastSeenAt: timestamp,
  current: z.boolean(),
});
export type SessionSummary = z.infer<typeof sessionSummary>;
export const sessionRef = z.object({ sessionId: entityId });
export type SessionRef = z.infer<typeof sessionRef>;

export const auditEvent = z.object({
  id: entityId,
  at: timestamp,
  actorName: z.string(),
  action: z.string(),
  targetType: z.string(),
  targetId: z.string(),
  targetName: z.string(),
  summary: z.string(),
  requestId: z.string(),
});
export type AuditEvent = z.infer<typeof auditEvent>;
export const listAuditInput = z.object({
  /** In the names of who and what, in the action and the summary. */
  search: z.string().max(255).optional(),
  targetType: z.string().max(64).optional(),
  targetId: entityId.optional(),
  cursor: z.string().max(255).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type ListAuditInput = z.input<typeof listAuditInput>;
export const auditPage = z.object({ items: z.array(auditEvent), nextCursor: z.string().nullable() });
export type AuditPage = z.infer<typeof auditPage>;
