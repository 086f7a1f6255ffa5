import { z } from 'zod';
import { entityId, METHOD_KEYS, version } from './common';
import { integrationType } from './method';

/** One path segment: "pets", "{petId}" or "{proxy+}". */
export const pathPart = z
  .string()
  .min(1, 'Enter a path part.')
  .max(255, 'A path part has at most 255 characters.')
  .regex(/^(\{[A-Za-z0-9._-]+\+?\}|[A-Za-z0-9._:~-]+)$/, {
    error:
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
  });

export const createResourceInput = z.object({
  restApiId: entityId,
  parentId: entityId,
  pathPart,
  /** Adds an OPTIONS method as "Enable CORS" does. */
  cors: z.boolean().default(false),
});
export type CreateResourceInput = z.input<typeof createResourceInput>;

/** Renames (pathPart) or moves (parentId) a resource with everything below it. */
export const updateResourceInput = z.object({
  restApiId: entityId,
  resourceId: entityId,
  version,
  pathPart: pathPart.optional(),
  parentId: entityId.optional(),
});
export type UpdateResourceInput = z.input<typeof updateResourceInput>;

export const resourceRef = z.object({ restApiId: entityId, resourceId: entityId });
export type ResourceRef = z.infer<typeof resourceRef>;

export const MAX_RESOURCES = 300;

/** "Enable CORS" as API Gateway's console does it. https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors-console.html */
export const enableCorsInput = resourceRef.extend({
  allowOrigin: z
    .string()
    .trim()
    .max(1024)
    .regex(/^(\*|null|https?:\/\/[^\s'"/]+)$/, 'Write * or one origin without a path, such as https://www.example.com.')
    .default('*'),
  allowHeaders: z
    .string()
    .trim()
    .max(2048)
    .regex(
      /^(\*|[A-Za-z0-9!#$%&*+.^_`|~-]+(\s*,\s*[A-Za-z0-9!#$%&*+.^_`|~-]+)*)?$/,
      'Write header names with commas between.',
    )
    .default('Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token'),
  /** Methods whose 200 gets Access-Control-Allow-Origin; OPTIONS is always allowed. */
  methods: z.array(z.enum(METHOD_KEYS)).default([]),
  gatewayResponses: z.array(z.enum(['DEFAULT_4XX', 'DEFAULT_5XX'])).default([]),
});
export type EnableCorsInput = z.input<typeof enableCorsInput>;

/** A node of the resource tree, with what the tree shows of its methods. */
export const resourceNode = z.object({
  id: entityId,
  parentId: entityId.nullable(),
  pathPart: z.string(),
  path: z.string(),
  version,
  methods: z.array(
    z.object({
      httpMethod: z.enum(METHOD_KEYS),
      integrationType: integrationType.nullable(),
      apiKeyRequired: z.boolean(),
    }),
  ),
});
export type ResourceNode = z.infer<typeof resourceNode>;

/** What a delete took away. */
export const deletedResource = z.object({
  id: entityId,
  path: z.string(),
  resourceCount: z.number().int(),
  methodCount: z.number().int(),
});
export type DeletedResource = z.infer<typeof deletedResource>;

/** What "Enable CORS" did and what is left to the backend, one sentence each. */
export const enableCorsResult = z.object({
  resource: resourceNode,
  changes: z.array(z.string()),
  warnings: z.array(z.string()),
});
export type EnableCorsResult = z.infer<typeof enableCorsResult>;
