import { z } from 'zod';
import { entityId, timestamp } from './common';
import { stageName } from './stage';

export const LOG_KINDS = ['execution', 'access'] as const;
export type LogKind = (typeof LOG_KINDS)[number];

export const MAX_LOG_LINES = 1000;

/** Query parameters: everything is text. */
export const readStageLogInput = z.object({
  restApiId: entityId,
  stageName,
  kind: z.enum(LOG_KINDS),
  /** The canary's log instead of the stage's. */
  canary: z.literal('true').optional(),
  /** Lines that hold this, whatever its case. */
  text: z.string().max(200, 'A filter has at most 200 characters.').optional(),
  requestId: z.string().max(100, 'A request id has at most 100 characters.').optional(),
  errorsOnly: z.literal('true').optional(),
  from: timestamp.optional(),
  to: timestamp.optional(),
  limit: z.coerce.number().int().min(1).max(MAX_LOG_LINES).default(300),
  /** Where the page before ended. */
  cursor: z.string().max(4000).optional(),
});
export type ReadStageLogInput = z.input<typeof readStageLogInput>;

export const stageLogPage = z.object({
  /** Newest first. */
  lines: z.array(
    z.object({
      /** Tells lines apart. */
      id: z.string(),
      at: timestamp,
      /** Empty for access logs. */
      level: z.enum(['INFO', 'ERROR', '']),
      /** Empty for access logs, whose lines are as their format says. */
      requestId: z.string(),
      text: z.string(),
    }),
  ),
  /** Null: there is nothing older. */
  cursor: z.string().nullable(),
  /** A page looks through a few megabytes: it may end before it is full. Up to here it has seen everything. */
  searchedTo: timestamp.nullable(),
  /** Lines this gateway could not keep since its workers started. */
  droppedLines: z.number().int(),
  /** Gateways whose logs lie in other data directories. */
  unseenHosts: z.array(z.string()),
});
export type StageLogPage = z.infer<typeof stageLogPage>;
export type StageLogLine = StageLogPage['lines'][number];
