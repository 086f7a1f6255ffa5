import { z } from 'zod';
import { description, entityId, methodKey, version } from './common';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
export const MAX_MODEL_SCHEMA = 400 * 1024;

export const modelName = z
  .string()
  .trim()
  .min(1, 'Model name must be non-empty')
  .max(128, 'A model’s name has at most 128 characters.')
  .regex(/^[A-Za-z0-9]*$/, 'Model name must be alphanumeric: letters and digits only.');

const contentType = z
  .string()
  .trim()
  .regex(/^[\w.+-]+\/[\w.+-]+$/, 'Not a media type, such as application/json.');

const schema = z
  .string()
  .max(MAX_MODEL_SCHEMA, 'A model’s schema has at most 400 KB.')
  .superRefine((text, context) => {
    const message = text.trim() === '' ? NO_SCHEMA : jsonObjectProblem(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

const NO_SCHEMA = 'Model schema must have at least 1 property or array items defined';

function jsonObjectProblem(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return undefined;
    return 'Invalid model schema specified: it must be a JSON object.';
  } catch {
    return 'Invalid model schema specified: it is not JSON.';
  }
}

export const createModelInput = z.object({
  restApiId: entityId,
  name: modelName,
  contentType: contentType.default('application/json'),
  description: description.default(''),
  /** JSON Schema draft-04, as text. */
  schema,
});
export type CreateModelInput = z.input<typeof createModelInput>;

export const modelRef = z.object({ restApiId: entityId, modelName });
export type ModelRef = z.infer<typeof modelRef>;

/** As on AWS, a model keeps its name and content type: others refer to it by them. */
export const updateModelInput = modelRef.extend({ version, description: description.default(''), schema });
export type UpdateModelInput = z.input<typeof updateModelInput>;

export const deleteModelInput = modelRef.extend({ version: version.optional() });
export type DeleteModelInput = z.input<typeof deleteModelInput>;

/** What refers to a model by its name. */
export const modelUse = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['request', 'response']),
    resourceId: entityId,
    path: z.string(),
    httpMethod: methodKey,
    /** "application/json"; of a response with its status: "200 application/json". */
    where: z.string(),
  }),
  z.object({ kind: z.literal('model'), modelName: z.string() }),
]);
export type ModelUse = z.infer<typeof modelUse>;

export const modelDetail = z.object({
  id: entityId,
  restApiId: entityId,
  name: z.string(),
  contentType: z.string(),
  description: z.string(),
  schema: z.string(),
  version,
  usedBy: z.array(modelUse),
});
export type ModelDetail = z.infer<typeof modelDetail>;

/** How one model refers to another in a "$ref". */
export const modelUrl = (restApiId: string, name: string): string =>
  `https://apigateway.amazonaws.com/restapis/${restApiId}/models/${name}`;

/** Every API has these from its beginning. */
export const DEFAULT_MODELS: readonly Pick<ModelDetail, 'name' | 'contentType' | 'description' | 'schema'>[] = [
  {
    name: 'Empty',
    contentType: 'application/json',
    description: 'This is a default empty schema model',
    schema: `{
  "$schema": "http://json-schema.org/draft-04/schema#",
  "title" : "Empty Schema",
  "type" : "object"
}`,
  },
  {
    name: 'Error',
    contentType: 'application/json',
    description: 'This is a default error schema model',
    schema: `{
  "$schema" : "http://json-schema.org/draft-04/schema#",
  "title" : "Error Schema",
  "type" : "object",
  "properties" : {
    "message" : { "type" : "string" }
  }
}`,
  },
];
