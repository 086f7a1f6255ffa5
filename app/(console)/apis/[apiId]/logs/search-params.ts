import { createLoader, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { LOG_KINDS } from '@/lib/contract/stage-log';

export const LOG_RANGES = ['15m', '1h', '24h', 'any', 'custom'] as const;
export type LogRange = (typeof LOG_RANGES)[number];

export const logSearchParams = {
  /** Empty: the API's first. */
  stage: parseAsString.withDefault(''),
  log: parseAsStringLiteral(LOG_KINDS).withDefault('execution'),
  canary: parseAsBoolean.withDefault(false),
  q: parseAsString.withDefault(''),
  request: parseAsString.withDefault(''),
  errors: parseAsBoolean.withDefault(false),
  range: parseAsStringLiteral(LOG_RANGES).withDefault('any'),
  /** Of a custom range, in UTC: "2026-03-02T10:00". */
  from: parseAsString.withDefault(''),
  to: parseAsString.withDefault(''),
};

export const loadLogSearch = createLoader(logSearchParams);
