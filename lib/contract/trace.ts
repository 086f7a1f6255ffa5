import { z } from 'zod';
import { entityId, timestamp } from './common';
import { stageName } from './stage';

export const NOTE_KINDS = ['text', 'headers', 'parameters', 'body'] as const;

export const traceNote = z.object({
  label: z.string(),
  /** Of headers and parameters, each line is one. */
  kind: z.enum(NOTE_KINDS),
  before: z.string().optional(),
  after: z.string().optional(),
});
export type TraceNote = z.infer<typeof traceNote>;

export const traceStep = z.object({
  name: z.string(),
  /** Since the request's arrival. */
  startUs: z.number(),
  tookUs: z.number(),
  notes: z.array(traceNote),
});
export type TraceStep = z.infer<typeof traceStep>;

/** Why the gateway answered by itself, and the nearest way to change that. */
export const explanation = z.object({ cause: z.string(), fix: z.string() });
export type Explanation = z.infer<typeof explanation>;

const tracedMessage = z.object({
  /** Name, value, name, value … */
  headers: z.array(z.string()),
  body: z.string(),
  bodyBytes: z.number(),
  isBodyCut: z.boolean(),
});

/** What a gateway worker makes of a trace; kept as JSON. */
export const storedTrace = z.object({
  request: tracedMessage.extend({
    query: z.string(),
    pathParameters: z.array(z.string()),
    sourceIp: z.string(),
    protocol: z.string(),
  }),
  response: tracedMessage,
  stageVariables: z.record(z.string(), z.string()),
  steps: z.array(traceStep),
  explanation: explanation.nullable(),
});
export type StoredTrace = z.infer<typeof storedTrace>;

export const TRACE_ORIGINS = ['SAMPLE', 'DEBUG'] as const;

export const traceSummary = z.object({
  id: entityId,
  requestId: z.string(),
  stageName: z.string(),
  isCanary: z.boolean(),
  origin: z.enum(TRACE_ORIGINS),
  startedAt: timestamp,
  method: z.string(),
  /** Below the stage. */
  path: z.string(),
  resourcePath: z.string(),
  status: z.number().int(),
  latencyUs: z.number(),
  /** Of the gateway response; empty: the gateway did not answer by itself. */
  responseType: z.string(),
});
export type TraceSummary = z.infer<typeof traceSummary>;

export const traceDetail = traceSummary.extend({
  ...storedTrace.shape,
  restApiId: entityId,
  accountId: z.string(),
  deploymentId: z.string(),
  extendedRequestId: z.string(),
  resourceId: z.string(),
  /** The method of the resource: may be ANY. */
  methodKey: z.string(),
  /** Where the stage answers, for copying the request. */
  invokeUrl: z.string(),
});
export type TraceDetail = z.infer<typeof traceDetail>;

export const STATUS_CLASSES = ['2xx', '3xx', '4xx', '5xx'] as const;

export const listTracesInput = z.object({
  restApiId: entityId,
  stage: stageName.optional(),
  status: z.enum(STATUS_CLASSES).optional(),
  method: z.string().max(16).optional(),
  /** Part of the path, or a whole x-amzn-RequestId. */
  search: z.string().trim().max(256).optional(),
  /** Only those that the gateway or the backend answered with an error. */
  errors: z.literal('true').optional(),
});
export type ListTracesInput = z.input<typeof listTracesInput>;

/** At most so many, newest first. */
export const TRACES_SHOWN = 100;

export const traceRef = z.object({ restApiId: entityId, traceId: entityId });
export type TraceRef = z.infer<typeof traceRef>;

export const DEBUG_HEADER = 'X-Gatehouse-Debug';
export const DEBUG_TOKEN_MINUTES = 10;

export const mintDebugTokenInput = z.object({ restApiId: entityId, stageName });
export type MintDebugTokenInput = z.input<typeof mintDebugTokenInput>;

/** The token is shown this once. */
export const mintedDebugToken = z.object({ token: z.string(), expiresAt: timestamp, invokeUrl: z.string() });
export type MintedDebugToken = z.infer<typeof mintedDebugToken>;
