import { z } from 'zod';
import { description, entityId, name, timestamp, version } from './common';
import { stageSummary } from './stage';

export const ENDPOINT_TYPES = ['EDGE', 'REGIONAL', 'PRIVATE'] as const;
export type EndpointType = (typeof ENDPOINT_TYPES)[number];

/** AWS converts in any direction but this one. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-api-migration.html */
export const refusalOfEndpointType = (from: EndpointType, to: EndpointType): string | undefined =>
  from === 'PRIVATE' && to === 'EDGE'
    ? 'A private API can’t become edge-optimized at once: make it regional first.'
    : undefined;

const MAX_VPC_ENDPOINTS = 100;
const VPC_ENDPOINT_ID = /^vpce-[0-9a-f]{8,17}$/;

export const vpcEndpointIds = z
  .array(
    z
      .string()
      .trim()
      .toLowerCase()
      .regex(VPC_ENDPOINT_ID, {
        error: ({ input }) =>
          `${JSON.stringify(input)} is not the id of a VPC endpoint, such as vpce-0123456789abcdef0.`,
      }),
  )
  .max(MAX_VPC_ENDPOINTS, `An API has at most ${MAX_VPC_ENDPOINTS} VPC endpoints.`)
  .transform((ids) => [...new Set(ids)]);

export const API_KEY_SOURCES = ['HEADER', 'AUTHORIZER'] as const;

export const MAX_COMPRESSION_SIZE = 10_485_760;
const COMPRESSION_SIZE_PROBLEM = `Invalid minimum compression size, must be between 0 and ${MAX_COMPRESSION_SIZE}`;

/** Bytes; null: answers are never compressed. */
export const minimumCompressionSize = z
  .number({ error: COMPRESSION_SIZE_PROBLEM })
  .int(COMPRESSION_SIZE_PROBLEM)
  .min(0, COMPRESSION_SIZE_PROBLEM)
  .max(MAX_COMPRESSION_SIZE, COMPRESSION_SIZE_PROBLEM)
  .nullable();

// "image/png", "image/*" or "*/*".
export const binaryMediaTypes = z
  .array(
    z
      .string()
      .trim()
      .toLowerCase()
      .max(255)
      .regex(/^(?:\*\/\*|[\w.+-]+\/(?:\*|[\w.+-]+))$/, {
        error: ({ input }) => `${JSON.stringify(input)} is not a media type, such as image/png, image/* or */*.`,
      }),
  )
  .max(100, 'An API has at most 100 binary media types.')
  .transform((types) => [...new Set(types)]);

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
export const MAX_RESOURCE_POLICY_LENGTH = 8192;

/** JSON; what it means is checked by the gateway. Null, or empty: none. */
export const resourcePolicy = z
  .string()
  .trim()
  .max(MAX_RESOURCE_POLICY_LENGTH, 'A resource policy has at most 8,192 characters.')
  .nullable()
  .transform((text) => (text === '' ? null : text));

export const createRestApiInput = z.object({
  name: name('REST API'),
  description: description.default(''),
  endpointType: z.enum(ENDPOINT_TYPES).default('EDGE'),
});
export type CreateRestApiInput = z.input<typeof createRestApiInput>;

export const updateRestApiInput = z.object({
  restApiId: entityId,
  version,
  name: name('REST API').optional(),
  description: description.optional(),
  disableExecuteApiEndpoint: z.boolean().optional(),
  binaryMediaTypes: binaryMediaTypes.optional(),
  minimumCompressionSize: minimumCompressionSize.optional(),
  endpointType: z.enum(ENDPOINT_TYPES).optional(),
  vpcEndpointIds: vpcEndpointIds.optional(),
  policy: resourcePolicy.optional(),
});
export type UpdateRestApiInput = z.input<typeof updateRestApiInput>;

export const restApiRef = z.object({ restApiId: entityId });
export type RestApiRef = z.infer<typeof restApiRef>;

export const listRestApisInput = z.object({ search: z.string().trim().max(255).default('') });
export type ListRestApisInput = z.input<typeof listRestApisInput>;

/** A row of the API list. */
export const restApiSummary = z.object({
  id: entityId,
  name: z.string(),
  description: z.string(),
  endpointType: z.enum(ENDPOINT_TYPES),
  demo: z.boolean(),
  resourceCount: z.number().int(),
  methodCount: z.number().int(),
  stages: z.array(stageSummary),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type RestApiSummary = z.infer<typeof restApiSummary>;

export const restApiDetail = restApiSummary.extend({
  version,
  definitionVersion: z.number().int(),
  apiKeySource: z.enum(API_KEY_SOURCES),
  disableExecuteApiEndpoint: z.boolean(),
  binaryMediaTypes: z.array(z.string()),
  minimumCompressionSize,
  /** Of a private API: under whose host names, {apiId}-{vpcEndpointId}, it answers too. */
  vpcEndpointIds: z.array(z.string()),
  /** The resource policy, as JSON; null: none. */
  policy: z.string().nullable(),
  rootResourceId: entityId,
  /** What deleting the API takes with it, by name; active subscriptions have to be ended first. */
  dependents: z.object({
    deploymentCount: z.number().int(),
    usagePlans: z.array(z.object({ id: entityId, name: z.string() })),
    products: z.array(z.object({ id: entityId, title: z.string(), activeSubscriptionCount: z.number().int() })),
  }),
});
export type RestApiDetail = z.infer<typeof restApiDetail>;
