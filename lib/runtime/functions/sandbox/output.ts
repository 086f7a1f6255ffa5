// What a function prints, as Lambda logs it: console lines with time, request and level; the rest as it comes.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
import { format } from 'node:util';
import { LOG } from '../frames';
import { answer, answerText } from './answers';

/** A frame has an end, whatever somebody prints at once. */
const MAX_TEXT_BYTES = 256 * 1024;

let currentRequestId = 'undefined';

export function setLoggedRequest(requestId: string): void {
  currentRequestId = requestId;
}

export function log(level: string, ...values: unknown[]): void {
  const text = `${new Date().toISOString()}\t${currentRequestId}\t${level}\t${format(...values)}\n`;
  if (text.length > MAX_TEXT_BYTES / 4) write(Buffer.from(text, 'utf8'));
  else answerText(LOG, text);
}

/** Everything that is printed goes over the pipe of the answers, so that it stands in the log before END. */
export function captureOutput(): void {
  const at =
    (level: string) =>
    (...values: unknown[]): void =>
      log(level, ...values);
  Object.assign(console, {
    ...{ log: at('INFO'), info: at('INFO'), debug: at('DEBUG'), trace: at('TRACE') },
    ...{ warn: at('WARN'), error: at('ERROR') },
  });
  for (const stream of [process.stdout, process.stderr]) stream.write = writeTo as typeof stream.write;
}

function writeTo(
  chunk: string | Uint8Array,
  encoding?: BufferEncoding | ((error?: Error) => void),
  done?: (error?: Error) => void,
): boolean {
  const isText = typeof chunk === 'string';
  write(isText ? Buffer.from(chunk, typeof encoding === 'string' ? encoding : 'utf8') : chunk);
  const callback = typeof encoding === 'function' ? encoding : done;
  if (callback !== undefined) process.nextTick(callback);
  return true;
}

function write(bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; from += MAX_TEXT_BYTES) {
    answer(LOG, bytes.subarray(from, from + MAX_TEXT_BYTES));
  }
}
