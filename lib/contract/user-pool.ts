import { z } from 'zod';
import { entityId, name, timestamp, version } from './common';

/** The region is the id's first part. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html */
export const userPoolArn = (accountId: string, userPoolId: string): string =>
  `arn:aws:cognito-idp:${userPoolId.slice(0, userPoolId.lastIndexOf('_'))}:${accountId}:userpool/${userPoolId}`;

export const userPoolIssuer = (consoleOrigin: string, userPoolId: string): string =>
  `${consoleOrigin}/cognito-idp/${userPoolId}`;

export const MFA_CONFIGURATIONS = ['OFF', 'OPTIONAL', 'ON'] as const;
export const SIGN_IN_WITH = ['USERNAME', 'EMAIL'] as const;
export const USER_STATUSES = ['UNCONFIRMED', 'CONFIRMED', 'FORCE_CHANGE_PASSWORD', 'RESET_REQUIRED'] as const;
export type UserStatus = (typeof USER_STATUSES)[number];

export const passwordPolicy = z.object({
  minimumLength: z
    .number({ error: 'Enter a whole number.' })
    .int('Enter a whole number.')
    .min(6, 'A password has at least 6 characters.')
    .max(99, 'At most 99 characters can be demanded.')
    .default(8),
  requireUppercase: z.boolean().default(true),
  requireLowercase: z.boolean().default(true),
  requireNumbers: z.boolean().default(true),
  requireSymbols: z.boolean().default(true),
  temporaryPasswordValidityDays: z
    .number({ error: 'Enter a number of days.' })
    .int('Enter a whole number of days.')
    .min(1, 'At least one day.')
    .max(365, 'At most 365 days.')
    .default(7),
});
export type PasswordPolicy = z.output<typeof passwordPolicy>;

const customAttribute = z.object({
  name: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9_-]{1,20}$/, 'A custom attribute’s name has 1 to 20 letters, digits, _ and -.'),
  /** Users may set it when they sign up, and later. */
  selfWritable: z.boolean().default(false),
});

export const customAttributes = z
  .array(customAttribute)
  .max(50, 'A pool has at most 50 custom attributes.')
  .superRefine((list, context) => {
    for (const [index, { name: attribute }] of list.entries()) {
      if (list.findIndex((one) => one.name === attribute) === index) continue;
      context.addIssue({ code: 'custom', path: [index, 'name'], message: `custom:${attribute} is named twice.` });
    }
  });
export type CustomAttributes = z.output<typeof customAttributes>;

export const createUserPoolInput = z.object({
  name: name('user pool', 128),
  signInWith: z.enum(SIGN_IN_WITH).default('USERNAME'),
  selfSignUp: z.boolean().default(true),
  mfaConfiguration: z.enum(MFA_CONFIGURATIONS).default('OFF'),
  passwordPolicy: passwordPolicy.prefault({}),
  customAttributes: customAttributes.default([]),
});
export type CreateUserPoolInput = z.input<typeof createUserPoolInput>;

export const userPoolRef = z.object({ userPoolId: entityId });
export type UserPoolRef = z.infer<typeof userPoolRef>;

export const updateUserPoolInput = userPoolRef.extend({
  version,
  name: name('user pool', 128).optional(),
  selfSignUp: z.boolean().optional(),
  mfaConfiguration: z.enum(MFA_CONFIGURATIONS).optional(),
  passwordPolicy: passwordPolicy.optional(),
  customAttributes: customAttributes.optional(),
});
export type UpdateUserPoolInput = z.input<typeof updateUserPoolInput>;

const userPoolKey = z.object({
  kid: z.string(),
  status: z.enum(['NEXT', 'CURRENT', 'RETIRED']),
  createdAt: timestamp,
  retiredAt: timestamp.nullable(),
});

export const userPoolSummary = z.object({
  id: z.string(),
  arn: z.string(),
  name: z.string(),
  signInWith: z.enum(SIGN_IN_WITH),
  mfaConfiguration: z.enum(MFA_CONFIGURATIONS),
  selfSignUp: z.boolean(),
  userCount: z.number().int(),
  clientCount: z.number().int(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type UserPoolSummary = z.infer<typeof userPoolSummary>;

export const userPoolDetail = userPoolSummary.extend({
  issuer: z.string(),
  passwordPolicy,
  customAttributes,
  keys: z.array(userPoolKey),
  version,
});
export type UserPoolDetail = z.infer<typeof userPoolDetail>;

// ── App clients ──

export const AUTH_FLOWS = [
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
] as const;
export const OAUTH_FLOWS = ['code', 'client_credentials'] as const;
/** Scopes that every pool knows. */
export const STANDARD_SCOPES = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'] as const;

const DAY = 86_400;
const validity = (min: number, max: number, words: string) =>
  z.number({ error: 'Enter a number.' }).int('Enter a whole number.').min(min, words).max(max, words);
const shortLife = validity(300, DAY, 'From 5 minutes to one day.');
const longLife = validity(3600, 3650 * DAY, 'From one hour to ten years.');

const redirectUrl = z
  .string()
  .trim()
  .max(1024, 'A URL has at most 1,024 characters.')
  .refine((text) => isRedirect(text), {
    error: 'An https URL (http for localhost only) or an app’s own scheme, without a fragment.',
  });

function isRedirect(text: string): boolean {
  if (!URL.canParse(text) || text.includes('#')) return false;
  const { protocol, hostname } = new URL(text);
  if (protocol === 'http:') return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return !['javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:'].includes(protocol);
}

const scopeName = z
  .string()
  .trim()
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,257}$/, 'A scope holds no blanks, quotes or backslashes.');

const clientSettings = z.object({
  explicitAuthFlows: z.array(z.enum(AUTH_FLOWS)).max(10),
  allowedOAuthFlows: z.array(z.enum(OAUTH_FLOWS)).max(2),
  allowedOAuthScopes: z.array(scopeName).max(50, 'A client has at most 50 scopes.'),
  callbackUrls: z.array(redirectUrl).max(100, 'A client has at most 100 callback URLs.'),
  logoutUrls: z.array(redirectUrl).max(100, 'A client has at most 100 sign-out URLs.'),
  accessTokenValiditySeconds: shortLife,
  idTokenValiditySeconds: shortLife,
  refreshTokenValiditySeconds: longLife,
  /** Each use of a refresh token gives another one; the old one brought again ends them all. */
  refreshTokenRotation: z.boolean(),
});
export type ClientSettings = z.output<typeof clientSettings>;

const clientName = z
  .string()
  .trim()
  .regex(/^[\w\s+=,.@-]{1,128}$/, 'An app client’s name has 1 to 128 letters, digits, blanks and _+=,.@-.');

export const createUserPoolClientInput = userPoolRef.extend({
  name: clientName,
  generateSecret: z.boolean().default(false),
  ...clientSettings.partial().shape,
});
export type CreateUserPoolClientInput = z.input<typeof createUserPoolClientInput>;

export const userPoolClientRef = userPoolRef.extend({ clientId: entityId });
export type UserPoolClientRef = z.infer<typeof userPoolClientRef>;

export const updateUserPoolClientInput = userPoolClientRef.extend({
  version,
  name: clientName.optional(),
  ...clientSettings.partial().shape,
});
export type UpdateUserPoolClientInput = z.input<typeof updateUserPoolClientInput>;

export const userPoolClient = clientSettings.extend({
  id: z.string(),
  name: z.string(),
  hasSecret: z.boolean(),
  version,
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type UserPoolClient = z.infer<typeof userPoolClient>;

// ── Groups and resource servers ──

export const groupName = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u, 'A group’s name has 1 to 128 characters and no blanks.');

const groupFields = z.object({
  description: z.string().trim().max(2048, 'A description has at most 2,048 characters.'),
  precedence: z
    .number({ error: 'Enter a whole number.' })
    .int('Enter a whole number.')
    .min(0, 'A precedence can’t be negative.')
    .max(2 ** 31 - 1)
    .nullable(),
});

export const createUserPoolGroupInput = userPoolRef.extend({
  name: groupName,
  description: groupFields.shape.description.default(''),
  precedence: groupFields.shape.precedence.default(null),
});
export type CreateUserPoolGroupInput = z.input<typeof createUserPoolGroupInput>;

export const userPoolGroupRef = userPoolRef.extend({ groupName });
export type UserPoolGroupRef = z.infer<typeof userPoolGroupRef>;

export const userPoolGroup = groupFields.extend({
  name: z.string(),
  userCount: z.number().int(),
  createdAt: timestamp,
});
export type UserPoolGroup = z.infer<typeof userPoolGroup>;

const serverScope = z.object({
  name: z
    .string()
    .trim()
    .regex(/^[\x21\x23-\x2e\x30-\x5b\x5d-\x7e]{1,256}$/, 'A scope holds no blanks, slashes, quotes or backslashes.'),
  description: z.string().trim().min(1, 'Say what the scope allows.').max(256),
});

export const putResourceServerInput = userPoolRef.extend({
  identifier: z
    .string()
    .trim()
    .regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/, 'An identifier such as https://api.example.com or pets.'),
  name: name('resource server', 256),
  scopes: z.array(serverScope).max(100, 'A resource server has at most 100 scopes.'),
});
export type PutResourceServerInput = z.input<typeof putResourceServerInput>;

export const resourceServerRef = userPoolRef.extend({ identifier: z.string().min(1).max(256) });
export type ResourceServerRef = z.infer<typeof resourceServerRef>;

export const resourceServer = z.object({
  identifier: z.string(),
  name: z.string(),
  scopes: z.array(serverScope),
});
export type ResourceServer = z.infer<typeof resourceServer>;

// ── Users ──

/** OpenID's, as Cognito has them. */
export const STANDARD_ATTRIBUTES: readonly string[] = [
  ...['address', 'birthdate', 'email', 'email_verified', 'family_name', 'gender', 'given_name', 'locale'],
  ...['middle_name', 'name', 'nickname', 'phone_number', 'phone_number_verified', 'picture', 'preferred_username'],
  ...['profile', 'updated_at', 'website', 'zoneinfo'],
];

export const userAttributes = z
  .record(z.string().min(1).max(32), z.string().max(2048, 'An attribute has at most 2,048 characters.'))
  .refine((attributes) => Object.keys(attributes).length <= 70, 'A user has at most 70 attributes.');
export type UserAttributes = z.output<typeof userAttributes>;

export const username = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u, 'A username has 1 to 128 characters and no blanks.');

/** Cognito's own limit. */
export const userPassword = z.string().min(1, 'Enter a password.').max(256, 'A password has at most 256 characters.');

export const createUserPoolUserInput = userPoolRef.extend({
  username,
  attributes: userAttributes.default({}),
  /** Absent: one is made, and told once. */
  temporaryPassword: userPassword.optional(),
});
export type CreateUserPoolUserInput = z.input<typeof createUserPoolUserInput>;

export const userPoolUserRef = userPoolRef.extend({ username });
export type UserPoolUserRef = z.infer<typeof userPoolUserRef>;

export const setUserPasswordInput = userPoolUserRef.extend({
  password: userPassword,
  /** false: one that has to be changed at the next sign-in. */
  permanent: z.boolean().default(false),
});
export type SetUserPasswordInput = z.input<typeof setUserPasswordInput>;

export const setUserEnabledInput = userPoolUserRef.extend({ enabled: z.boolean() });
export type SetUserEnabledInput = z.input<typeof setUserEnabledInput>;

export const updateUserInput = userPoolUserRef.extend({ attributes: userAttributes });
export type UpdateUserInput = z.input<typeof updateUserInput>;

export const groupMemberInput = userPoolUserRef.extend({ groupName, member: z.boolean() });
export type GroupMemberInput = z.input<typeof groupMemberInput>;

export const listUsersInput = userPoolRef.extend({ search: z.string().trim().max(128).default('') });
export type ListUsersInput = z.input<typeof listUsersInput>;

export const CODE_PURPOSES = ['SIGN_UP', 'RESET', 'EMAIL'] as const;
export type CodePurpose = (typeof CODE_PURPOSES)[number];

export const userPoolUser = z.object({
  sub: z.string(),
  username: z.string(),
  attributes: userAttributes,
  status: z.enum(USER_STATUSES),
  enabled: z.boolean(),
  mfaEnabled: z.boolean(),
  groups: z.array(z.string()),
  /** Codes that nobody has used yet; they are told on request. */
  pendingCodes: z.array(z.object({ purpose: z.enum(CODE_PURPOSES), expiresAt: timestamp })),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type UserPoolUser = z.infer<typeof userPoolUser>;

/** The newest; more are found by searching. */
export const MAX_LISTED_USERS = 200;
export interface UserList {
  readonly users: readonly UserPoolUser[];
  readonly total: number;
}
