import { z } from 'zod';
import { entityId, HTTP_VERBS, methodKey } from './common';

/** Of a sample's body and of what a case expects: what a person looks at, not what the gateway could carry. */
export const MAX_SAMPLE_TEXT = 512 * 1024;
/** Of the whole input, as JSON. */
export const MAX_RENDER_INPUT_BYTES = 4 * 1024 * 1024;
const MAX_ROWS = 200;

const sampleText = z.string().max(MAX_SAMPLE_TEXT, 'A sample’s text has at most 512 KB.');
const textMap = (what: string) =>
  z
    .record(z.string().min(1).max(256), z.string().max(8192))
    .refine((value) => Object.keys(value).length <= MAX_ROWS, `At most ${MAX_ROWS} ${what}.`);

export const TEMPLATE_DIRECTIONS = ['request', 'response'] as const;
export const templateDirection = z.enum(TEMPLATE_DIRECTIONS);
export type TemplateDirection = z.infer<typeof templateDirection>;

/** A request that was made up, or taken from one that was, and what the backend answered to it. */
export const templateSample = z.object({
  /** The verb that is sent where the method is ANY. */
  httpMethod: z.enum(HTTP_VERBS),
  pathParameters: textMap('path parameters').default({}),
  queryString: z.string().max(8192).default(''),
  headers: z
    .array(z.object({ name: z.string().min(1).max(128), value: z.string().max(8192) }))
    .max(MAX_ROWS)
    .default([]),
  body: sampleText.default(''),
  stageVariables: textMap('stage variables').default({}),
  /** Over what $context says by itself, by dotted name: "identity.sourceIp", "authorizer.claims.sub". */
  context: textMap('context variables').default({}),
  integrationBody: sampleText.optional(),
});
export type TemplateSample = z.output<typeof templateSample>;

export const renderTemplateInput = z.object({
  restApiId: entityId,
  resourceId: entityId,
  httpMethod: methodKey,
  direction: templateDirection,
  template: z.string().max(300 * 1024, 'A template has at most 300 KB.'),
  sample: templateSample,
});
export type RenderTemplateInput = z.input<typeof renderTemplateInput>;

export const renderError = z.object({
  kind: z.enum(['syntax', 'rendering']),
  message: z.string(),
  /** Both from 1. */
  line: z.number().int(),
  column: z.number().int(),
});
export type RenderError = z.infer<typeof renderError>;

export const renderedReference = z.object({
  /** As it stands there: "$context.identity.sourceIp". */
  text: z.string(),
  root: z.string(),
  path: z.array(z.string()).readonly(),
  method: z.string().optional(),
  /** The template itself gives it a value somewhere. */
  isOwn: z.boolean(),
  isEscaped: z.boolean(),
  line: z.number().int(),
  column: z.number().int(),
  /** How often it was read, and how often nothing was there. */
  reads: z.number().int(),
  misses: z.number().int(),
});
export type RenderedReference = z.infer<typeof renderedReference>;

export const renderedTemplate = z.object({
  /** Its first MB; null: it came to no end. */
  output: z.string().nullable(),
  outputLength: z.number().int(),
  error: renderError.nullable(),
  references: z.array(renderedReference).readonly(),
  overrides: z.object({
    set: z.array(z.object({ name: z.string(), value: z.string() })).readonly(),
    /** Set twice, which fails the request. */
    conflict: z.string().optional(),
  }),
  tookUs: z.number(),
});
export type RenderedTemplate = z.infer<typeof renderedTemplate>;
