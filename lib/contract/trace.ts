import { z } from 'zod';

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
