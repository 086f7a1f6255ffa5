// The sandbox's way to its host. Synchronous: what was said is out before the function can do anything else, and a
// function that prints without end fills a pipe, not its memory.
import { writeSync } from 'node:fs';
import { ANSWER_FD, FAILED, type FunctionFailure, frame } from '../frames';

export function answer(kind: number, payload: Uint8Array): void {
  const bytes = frame(kind, payload);
  for (let from = 0; from < bytes.length; ) from += writeSync(ANSWER_FD, bytes, from);
}

export const answerText = (kind: number, text: string): void => answer(kind, Buffer.from(text, 'utf8'));

export const answerFailure = (error: unknown, kind: number = FAILED): FunctionFailure => {
  const failure = failureOf(error);
  answerText(kind, JSON.stringify(failure));
  return failure;
};

/** As Lambda's Node runtime describes what was thrown. */
export function failureOf(error: unknown): FunctionFailure {
  try {
    if (error instanceof Error || (typeof error === 'object' && error !== null && 'stack' in error)) {
      const { name, message, stack } = error as Error;
      return { errorType: String(name), errorMessage: String(message), trace: String(stack).split('\n') };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return { errorType: 'handled', errorMessage: 'What was thrown can’t be described.', trace: [] };
  }
}

/** A failure with a type of Lambda's own. */
export class RuntimeError extends Error {
  constructor(type: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = type;
    if (cause instanceof Error && cause.stack !== undefined) this.stack = `${type}: ${cause.stack}`;
  }
}
