import { z } from 'zod';
import { timestamp, version } from './common';
import { remoteCredentials } from './function';

/** IAM's rules. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const roleName = z
  .string()
  .trim()
  .min(1, 'Give the role a name.')
  .max(64, 'A role’s name has at most 64 characters.')
  .regex(/^[\w+=,.@-]+$/, 'A role’s name holds letters, digits and _+=,.@- only.');

const roleDescription = z.string().trim().max(1000, 'A role’s description has at most 1,000 characters.');

/** What integrations name a role by. */
export const roleArn = (accountId: string, name: string): string => `arn:aws:iam::${accountId}:role/${name}`;

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/(?:[\x21-\x7e]*\/)?([\w+=,.@-]{1,64})$/;

/** The role's name in an ARN of any account: AWS's own definitions work as they are. Undefined: not a role's ARN. */
export const roleNameOf = (arn: string): string | undefined => ROLE_ARN.exec(arn.trim())?.[1];

/** "dynamodb": as URIs name it, without a subdomain. */
export const serviceName = z
  .string()
  .trim()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'A service as its URIs name it, such as dynamodb.');

const regionName = z
  .string()
  .trim()
  .regex(/^(?:[a-z0-9-]{1,32})?$/, 'A region such as eu-central-1, or nothing for all.');

const serviceEndpoint = z
  .string()
  .trim()
  .max(2048)
  .refine((text) => text === '' || isOrigin(text), {
    error: 'Write scheme, host and port only, such as http://localhost:8000; or nothing for AWS itself.',
  })
  .transform((text) => text.replace(/\/$/, ''));

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isHttp = url.protocol === 'https:' || url.protocol === 'http:';
  const isBare = url.pathname === '/' && url.search === '' && url.hash === '' && !/[?#]/.test(text);
  return isHttp && isBare && url.username === '' && url.password === '';
}

/** A service that the role is for. */
const serviceGrant = z.object({
  service: serviceName,
  /** Empty: every region. */
  region: regionName.default(''),
  /** Empty: where AWS has it. */
  endpoint: serviceEndpoint.default(''),
});
export type ServiceGrant = z.output<typeof serviceGrant>;

/** Empty: every service, where AWS has it. */
export const serviceGrants = z
  .array(serviceGrant)
  .max(50, 'A role is for at most 50 services.')
  .superRefine((grants, context) => {
    for (const [index, { service, region }] of grants.entries()) {
      const first = grants.findIndex((grant) => grant.service === service && grant.region === region);
      if (first === index) continue;
      const where = region === '' ? 'every region' : region;
      context.addIssue({
        code: 'custom',
        path: [index, 'service'],
        message: `${service} in ${where} is named already.`,
      });
    }
  });

export const createServiceRoleInput = z.object({
  name: roleName,
  description: roleDescription.default(''),
  credentials: remoteCredentials,
  services: serviceGrants.default([]),
});
export type CreateServiceRoleInput = z.input<typeof createServiceRoleInput>;

export const serviceRoleRef = z.object({ roleName });
export type ServiceRoleRef = z.infer<typeof serviceRoleRef>;

export const updateServiceRoleInput = serviceRoleRef.extend({
  version,
  description: roleDescription.optional(),
  /** Replaces all of them. */
  services: serviceGrants.optional(),
  /** Absent: as they are. */
  credentials: remoteCredentials.optional(),
});
export type UpdateServiceRoleInput = z.input<typeof updateServiceRoleInput>;

const roleUse = z.object({
  restApiId: z.string(),
  apiName: z.string(),
  /** "GET /pets". */
  method: z.string(),
  /** null: the working copy. */
  stageName: z.string().nullable(),
});
export type RoleUse = z.infer<typeof roleUse>;

/** Without its secrets, which are never shown again. */
export const serviceRole = z.object({
  name: z.string(),
  arn: z.string(),
  description: z.string(),
  accessKeyId: z.string(),
  hasSessionToken: z.boolean(),
  credentialsChangedAt: timestamp,
  services: z.array(serviceGrant),
  usedBy: z.array(roleUse),
  version,
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type ServiceRole = z.output<typeof serviceRole>;
