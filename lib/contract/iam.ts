import { z } from 'zod';
import { timestamp, version } from './common';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
export const MAX_ACCESS_KEYS = 2;
const MAX_DOCUMENT = 10_240;
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

const policyText = z.string().trim().max(MAX_DOCUMENT, 'A policy has at most 10,240 characters.');
/** Says what callers may do. */
export const identityPolicy = policyText.superRefine((text, context) => {
  const problem = policyProblem(text, 'identity');
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});
/** Says who may assume a role. */
export const trustPolicy = policyText.superRefine((text, context) => {
  const problem = policyProblem(text, 'trust');
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});

/** A sentence with the place, or undefined. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export function policyProblem(text: string, use: 'identity' | 'trust'): string | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return `The policy is not JSON: ${error instanceof Error ? error.message : 'it can’t be read'}.`;
  }
  if (!isObject(document)) return 'The policy is not a JSON object.';
  for (const key of Object.keys(document)) {
    if (!['Version', 'Id', 'Statement'].includes(key)) return `${key}: policies have no such element.`;
  }
  if (document.Version !== undefined && document.Version !== '2012-10-17' && document.Version !== '2008-10-17') {
    return 'Version: it is "2012-10-17" (or "2008-10-17").';
  }
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  if (document.Statement === undefined || statements.length === 0) return 'Statement: a policy has at least one.';
  for (const [index, statement] of statements.entries()) {
    const problem = statementProblem(statement, use);
    if (problem !== undefined) return `Statement[${index}]${problem}`;
  }
  return undefined;
}

const ELEMENTS = ['Sid', 'Effect', 'Action', 'NotAction', 'Condition'];

function statementProblem(statement: unknown, use: 'identity' | 'trust'): string | undefined {
  if (!isObject(statement)) return ': it is not an object.';
  const own = use === 'identity' ? ['Resource', 'NotResource'] : ['Principal'];
  for (const key of Object.keys(statement)) {
    if ([...ELEMENTS, ...own].includes(key)) continue;
    return use === 'identity' && /^(?:Not)?Principal$/.test(key)
      ? `.${key}: a policy of a user, group or role names no principal; it is its own.`
      : `.${key}: statements of this policy have no such element.`;
  }
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') return '.Effect: it is "Allow" or "Deny".';
  const pairs = [['Action', 'NotAction'], ...(use === 'identity' ? [['Resource', 'NotResource']] : [])];
  for (const [name = '', not = ''] of pairs) {
    const given = [name, not].filter((key) => statement[key] !== undefined);
    if (given.length !== 1) return `: it needs ${name} or ${not}, one of them.`;
    const key = given[0] ?? name;
    if (!isText(statement[key])) return `.${key}: it is a text or a list of texts.`;
  }
  if (use === 'trust' && !isPrincipal(statement.Principal)) {
    return '.Principal: it is "*" or { "AWS": "an account, or the ARN of a user or role" }.';
  }
  if (statement.Condition !== undefined && !isObject(statement.Condition)) return '.Condition: it is an object.';
  return undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): boolean =>
  typeof value === 'string' ||
  (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string'));
const isPrincipal = (value: unknown): boolean => value === '*' || (isObject(value) && isText(value.AWS));

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
    trustPolicy: trustPolicy.optional(),
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
  trustPolicy: trustPolicy.optional(),
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
export const putInlinePolicyInput = inlinePolicyRef.extend({ document: identityPolicy });
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
  document: identityPolicy,
});
export type CreatePolicyInput = z.input<typeof createPolicyInput>;
export const updatePolicyInput = policyRef.extend({
  version,
  description: iamDescription.optional(),
  document: identityPolicy.optional(),
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
