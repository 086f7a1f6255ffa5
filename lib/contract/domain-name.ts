import { z } from 'zod';
import { entityId, timestamp, version } from './common';

/** A private API's domain name needs access associations, which there are none of. */
export const DOMAIN_ENDPOINT_TYPES = ['REGIONAL', 'EDGE'] as const;

/**
 * AWS's names, and the oldest TLS that each admits here: OpenSSL's default security level has nothing older than 1.2.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html
 */
export const SECURITY_POLICIES = {
  TLS_1_0: 'TLSv1.2',
  TLS_1_2: 'TLSv1.2',
  SecurityPolicy_TLS13_1_2_2021_06: 'TLSv1.2',
  SecurityPolicy_TLS13_1_3_2025_09: 'TLSv1.3',
} as const;
const POLICY_NAMES = Object.keys(SECURITY_POLICIES) as [SecurityPolicy, ...SecurityPolicy[]];
export type SecurityPolicy = keyof typeof SECURITY_POLICIES;

/** AWS's word for an empty base path. */
export const NO_BASE_PATH = '(none)';

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const DOMAIN_NAME = new RegExp(`^(?:\\*\\.)?(?:${LABEL}\\.)+${LABEL}$`);

export const domainNameText = z
  .string()
  .trim()
  .toLowerCase()
  .max(253, 'A domain name has at most 253 characters.')
  .regex(DOMAIN_NAME, 'A domain name such as api.example.com, or *.example.com for every host below example.com.');

const MAX_PEM = 65_536;
const pem = (what: string) =>
  z.string().trim().min(1, `Paste ${what} in PEM.`).max(MAX_PEM, `${what} has at most ${MAX_PEM} characters.`);

/** Certificate and key, as ACM's ImportCertificate takes them. */
export const certificateInput = z.object({
  certificate: pem('The certificate'),
  /** Those between the certificate and its root; may also follow the certificate in its own field. */
  chain: z.string().trim().max(MAX_PEM).default(''),
  privateKey: pem('The private key'),
});

/** AWS: 1 MB. https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html */
const trustStorePem = z
  .string()
  .trim()
  .min(1, 'Paste the certificates of those who issue client certificates, in PEM.')
  .max(1_048_576, 'A trust store has at most 1 MB.');

const endpointType = z.enum(DOMAIN_ENDPOINT_TYPES);
const securityPolicy = z.enum(POLICY_NAMES);

export const createDomainNameInput = z.object({
  domainName: domainNameText,
  endpointType: endpointType.default('REGIONAL'),
  securityPolicy: securityPolicy.default('TLS_1_2'),
  /** Absent: served without TLS, for hosts whose TLS ends at a proxy in front. */
  certificate: certificateInput.optional(),
});
export type CreateDomainNameInput = z.input<typeof createDomainNameInput>;

export const domainNameRef = z.object({ domainName: domainNameText });
export type DomainNameRef = z.input<typeof domainNameRef>;

export const updateDomainNameInput = domainNameRef.extend({
  version,
  endpointType: endpointType.optional(),
  securityPolicy: securityPolicy.optional(),
  certificate: certificateInput.optional(),
  /** null: clients need no certificate any more. */
  trustStore: trustStorePem.nullable().optional(),
});
export type UpdateDomainNameInput = z.input<typeof updateDomainNameInput>;

/** Several segments, as API mappings have them. */
export const basePath = z
  .string()
  .trim()
  .max(300, 'A base path has at most 300 characters.')
  .transform((text) => (text === NO_BASE_PATH ? '' : text.replace(/^\/+|\/+$/g, '')))
  .refine((text) => /^(?:[\w$.+!*'()-]+(?:\/[\w$.+!*'()-]+)*)?$/.test(text), {
    error: 'A base path has letters, digits, $-_.+!*’() and single slashes, such as orders/v1.',
  })
  .refine((text) => text !== 'ping' && text !== 'sping', {
    error: '/ping and /sping are reserved for health checks.',
  });

const stageName = z
  .string()
  .trim()
  .regex(/^[\w-]{0,128}$/, 'A stage’s name has letters, digits, hyphens and underscores.');

export const basePathMappingInput = domainNameRef.extend({
  basePath: basePath.default(''),
  restApiId: z.string({ error: 'Choose an API.' }).min(1, 'Choose an API.').pipe(entityId),
  /** Empty: callers name the stage after the base path. */
  stageName: stageName.default(''),
});
export type BasePathMappingInput = z.input<typeof basePathMappingInput>;

export const updateBasePathMappingInput = domainNameRef.extend({
  basePath,
  newBasePath: basePath.optional(),
  restApiId: entityId.optional(),
  stageName: stageName.optional(),
});
export type UpdateBasePathMappingInput = z.input<typeof updateBasePathMappingInput>;

export const basePathMappingRef = domainNameRef.extend({ basePath });
export type BasePathMappingRef = z.input<typeof basePathMappingRef>;

const basePathMapping = z.object({
  /** "(none)" or "orders/v1". */
  basePath: z.string(),
  restApiId: z.string(),
  apiName: z.string(),
  /** Empty: in the path. */
  stageName: z.string(),
  /** What the mapping leads nowhere for; empty: it works. */
  problem: z.string(),
});
export type BasePathMapping = z.output<typeof basePathMapping>;

const certificateInfo = z.object({
  subject: z.string(),
  issuer: z.string(),
  serialNumber: z.string(),
  names: z.array(z.string()),
  notBefore: timestamp,
  notAfter: timestamp,
  fingerprint256: z.string(),
  /** Certificates after it. */
  chainLength: z.number().int(),
  uploadedAt: timestamp,
});
export type CertificateInfo = z.output<typeof certificateInfo>;

const mutualTls = z.object({
  truststoreVersion: z.string(),
  certificates: z.array(z.object({ subject: z.string(), notAfter: timestamp })),
  truststoreWarnings: z.array(z.string()),
});
export type MutualTls = z.output<typeof mutualTls>;

/** Without its private key, which is never shown again. */
export const domainName = z.object({
  domainName: z.string(),
  endpointType,
  securityPolicy,
  domainNameStatus: z.literal('AVAILABLE'),
  /** null: no TLS. */
  certificate: certificateInfo.nullable(),
  /** null: clients need no certificate. */
  mutualTlsAuthentication: mutualTls.nullable(),
  mappings: z.array(basePathMapping),
  /** Where clients reach it. */
  url: z.string(),
  version,
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type DomainName = z.output<typeof domainName>;
