import { z } from 'zod';
import { timestamp, version } from './common';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
export const MAX_ACCESS_KEYS = 2;
const MAX_DOCUMENT = 20_480;
const MIN_SESSION = 3600;
const MAX_SESSION = 43_200;

export const IDENTITY_KINDS = ['user', 'group', 'role'] as const;
export const identityKind = z.enum(IDENTITY_KINDS);
export type IdentityKind = z.infer<typeof identityKind>;

const NAME = /^[\w+=,.@-]{1,64}$/;
const iamName = z.string().trim().regex(NAME, 'Use 1 to 64 letters, digits and + = , . @ _ -.');
const policyName = z
  .string()
  .trim()
  .regex(/^[\w+=,.@-]{1,128}$/, 'Use 1 to 128 letters, digits and + = , . @ _ -.');
const iamPath = z
  .string()
  .trim()
  .max(512, 'A path has at most 512 characters.')
  .regex(/^\/(?:[\x21-\x7e]+\/)?$/, 'A path begins and ends with a slash: / or /team/.');
const iamDescription = z.string().trim().max(1000, 'A description has at most 1,000 characters.');

// What it says is checked by the gateway's own compiler, when it is saved.
const policyText = z
  .string()
  .trim()
  .min(1, 'Write a policy.')
  .max(MAX_DOCUMENT, 'A policy has at most 20,480 characters, with its blanks.');

// ---- what is asked for

export const identityRef = z.object({ kind: identityKind, name: iamName });
export type IdentityRef = z.infer<typeof identityRef>;

const sessionSeconds = z
  .number({ error: 'Enter a whole number of seconds.' })
  .int('Enter a whole number of seconds.')
  .min(MIN_SESSION, 'A session may last 1 to 12 hours: 3,600 to 43,200 seconds.')
  .max(MAX_SESSION, 'A session may last 1 to 12 hours: 3,600 to 43,200 seconds.');

export const createIdentityInput = identityRef
  .extend({
    path: iamPath.default('/'),
    description: iamDescription.default(''),
    trustPolicy: policyText.optional(),
    maxSessionSeconds: sessionSeconds.optional(),
  })
  .superRefine(({ kind, trustPolicy: trust }, context) => {
    if ((kind === 'role') === (trust !== undefined)) return;
    const message = kind === 'role' ? 'Say who may assume the role.' : 'Only roles have a trust policy.';
    context.addIssue({ code: 'custom', path: ['trustPolicy'], message });
  });
export type CreateIdentityInput = z.input<typeof createIdentityInput>;

export const updateIdentityInput = identityRef.extend({
  version,
  description: iamDescription.optional(),
  trustPolicy: policyText.optional(),
  maxSessionSeconds: sessionSeconds.optional(),
});
export type UpdateIdentityInput = z.input<typeof updateIdentityInput>;

/** Replace all of them. */
export const setGroupsInput = z.object({
  userName: iamName,
  groupNames: z.array(iamName).max(10, 'A user is in at most 10 groups.'),
});
export type SetGroupsInput = z.input<typeof setGroupsInput>;
export const attachPoliciesInput = identityRef.extend({
  policyNames: z.array(policyName).max(20, 'At most 20 policies can be attached.'),
});
export type AttachPoliciesInput = z.input<typeof attachPoliciesInput>;

export const inlinePolicyRef = identityRef.extend({ policyName });
export type InlinePolicyRef = z.infer<typeof inlinePolicyRef>;
export const putInlinePolicyInput = inlinePolicyRef.extend({ document: policyText });
export type PutInlinePolicyInput = z.input<typeof putInlinePolicyInput>;

export const createAccessKeyInput = z.object({ userName: iamName });
export type CreateAccessKeyInput = z.input<typeof createAccessKeyInput>;
export const accessKeyRef = z.object({ userName: iamName, accessKeyId: z.string().min(1).max(128) });
export type AccessKeyRef = z.infer<typeof accessKeyRef>;
export const setAccessKeyInput = accessKeyRef.extend({ active: z.boolean() });
export type SetAccessKeyInput = z.input<typeof setAccessKeyInput>;

export const policyRef = z.object({ policyName });
export type PolicyRef = z.infer<typeof policyRef>;
export const createPolicyInput = policyRef.extend({
  path: iamPath.default('/'),
  description: iamDescription.default(''),
  document: policyText,
});
export type CreatePolicyInput = z.input<typeof createPolicyInput>;
export const updatePolicyInput = policyRef.extend({
  version,
  description: iamDescription.optional(),
  document: policyText.optional(),
});
export type UpdatePolicyInput = z.input<typeof updatePolicyInput>;

// ---- what is told

const accessKey = z.object({
  accessKeyId: z.string(),
  active: z.boolean(),
  createdAt: timestamp,
  lastUsedAt: timestamp.nullable(),
});
export type IamAccessKey = z.output<typeof accessKey>;

/** The only time that the secret is told. */
export type NewAccessKey = IamAccessKey & { readonly secretAccessKey: string };

const namedDocument = z.object({ name: z.string(), document: z.string() });

export const iamIdentity = z.object({
  kind: identityKind,
  id: z.string(),
  name: z.string(),
  path: z.string(),
  arn: z.string(),
  description: z.string(),
  trustPolicy: z.string().nullable(),
  maxSessionSeconds: z.number(),
  /** Of a user. */
  groups: z.array(z.string()),
  /** Of a group. */
  members: z.array(z.string()),
  attachedPolicies: z.array(z.string()),
  inlinePolicies: z.array(namedDocument),
  /** What counts for a user or role: its own and its groups'. */
  effectivePolicies: z.array(namedDocument.extend({ from: z.string() })),
  accessKeys: z.array(accessKey),
  version,
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type IamIdentity = z.output<typeof iamIdentity>;

export const iamPolicy = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  arn: z.string(),
  description: z.string(),
  document: z.string(),
  attachedTo: z.array(z.object({ kind: identityKind, name: z.string() })),
  version,
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type IamPolicy = z.output<typeof iamPolicy>;

export const iamOverview = z.object({ identities: z.array(iamIdentity), policies: z.array(iamPolicy) });
export type IamOverview = z.output<typeof iamOverview>;

/** "arn:aws:iam::123456789012:user/team/anna" */
export const iamArn = (accountId: string, kind: IdentityKind | 'policy', path: string, name: string): string =>
  `arn:aws:iam::${accountId}:${kind}${path}${name}`;
