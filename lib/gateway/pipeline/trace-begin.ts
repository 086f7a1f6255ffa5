// Whether a live request is traced: its stage draws it, or it brings a token that was minted for its stage.
import { createHash } from 'node:crypto';
import { DEBUG_HEADER } from '../http/request-head';
import type { CompiledStage } from '../snapshot/compiled';
import type { Exchange } from './exchange';
import { Trace } from './trace';

/** Tokens are of this length at most: longer values are not looked at. */
const MAX_TOKEN_LENGTH = 128;

/** True: `x.trace` is there now. Called only where the stage draws requests or the header is there. */
export function beginTrace(x: Exchange, stage: CompiledStage): boolean {
  const { traces, clock } = x.services;
  const value = x.head.debugToken;
  if (value !== '') x.headers = withoutDebugHeader(x.headers);
  // A test invoke is one already.
  if (x.trace !== null) return false;
  const tokenHash = value === '' ? '' : goodToken(x, stage, value);
  if (tokenHash !== '' && traces.spendToken(tokenHash)) x.trace = new Trace('DEBUG', tokenHash);
  else if (stage.traceShare > 0 && isDrawn(x, stage) && traces.mayBegin(clock.nowMs())) x.trace = new Trace('SAMPLE');
  const { trace } = x;
  if (trace === null) return false;
  x.body?.observe((bytes) => trace.requestBody.add(bytes));
  return true;
}

const isDrawn = (x: Exchange, { traceShare }: CompiledStage): boolean =>
  traceShare >= 1 || x.services.random() < traceShare;

/** Its hash; empty: it is none of this stage's, or no longer good. Nothing tells the client so. */
function goodToken(x: Exchange, stage: CompiledStage, value: string): string {
  const { debugTokens } = x.snapshot;
  if (debugTokens.size === 0 || value.length > MAX_TOKEN_LENGTH) return '';
  const hash = createHash('sha256').update(value).digest('hex');
  const token = debugTokens.get(hash);
  return token !== undefined && token.stageId === stage.id && x.startedAtMs < token.expiresAtMs ? hash : '';
}

function withoutDebugHeader(headers: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string;
    if (name.toLowerCase() !== DEBUG_HEADER) kept.push(name, headers[i + 1] as string);
  }
  return kept;
}
