// One invocation: async, callback and throwing handlers, and those that write into a stream.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
import { type InvocationHeader, MAX_PAYLOAD_BYTES, RESULT } from '../frames';
import { answer, answerFailure, failureOf, RuntimeError } from './answers';
import type { Handler } from './load-handler';
import { log } from './output';
import { isStreaming, ResponseStream, tooLarge } from './response-stream';

export class Invocation {
  readonly #header: InvocationHeader;
  readonly #onDone: () => void;
  #isDone = false;
  /** A callback's answer, which waits for the event loop unless the function says otherwise. */
  #held: (() => void) | null = null;
  #waitsForLoop = true;

  constructor(header: InvocationHeader, onDone: () => void) {
    this.#header = header;
    this.#onDone = onDone;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  run(handler: Handler, event: unknown): void {
    try {
      if (isStreaming(handler)) this.#runStreaming(handler, event);
      else {
        const result = handler(event, this.#context(), this.#callback);
        if (isPromise(result)) result.then(this.#succeed, this.#fail);
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Nothing is pending: a held answer goes out; who forgot to answer has answered null, as on Lambda. */
  loopIsEmpty(): void {
    if (this.#held === null) this.#succeed(null);
    else this.#held();
  }

  #runStreaming(handler: Handler, event: unknown): void {
    const stream = new ResponseStream();
    const finished = new Promise<void>((resolve, reject) => {
      stream.once('finish', resolve);
      stream.once('error', reject);
    });
    const returned = handler(event, stream, this.#context());
    if (!isPromise(returned))
      throw new RuntimeError('Runtime.UserCodeError', 'Streaming does not support non-async handlers.');
    this.#held = () => this.#end(() => answer(RESULT, stream.payload()));
    Promise.all([returned, finished]).then(
      () => this.#end(() => answer(RESULT, stream.payload())),
      (error: unknown) => this.#fail(error),
    );
  }

  readonly #succeed = (value: unknown): void =>
    this.#end(() => {
      let text: string | undefined;
      try {
        text = JSON.stringify(value === undefined ? null : value);
      } catch (error) {
        throw new RuntimeError('Runtime.MarshalError', `Unable to stringify response body: ${String(error)}`);
      }
      const bytes = Buffer.from(text ?? 'null', 'utf8');
      if (bytes.length > MAX_PAYLOAD_BYTES) throw tooLarge();
      answer(RESULT, bytes);
    });

  readonly #fail = (error: unknown): void =>
    this.#end(() => {
      throw error;
    });

  readonly #callback = (error?: unknown, value?: unknown): void => {
    if (this.#isDone || this.#held !== null) return;
    const settle = error === undefined || error === null ? () => this.#succeed(value) : () => this.#fail(error);
    if (this.#waitsForLoop && (error === undefined || error === null)) this.#held = settle;
    else settle();
  };

  /** What comes second is nobody's answer. */
  #end(say: () => void): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#held = null;
    try {
      say();
    } catch (error) {
      log('ERROR', `Invoke Error \t${JSON.stringify(failureOf(error))}`);
      answerFailure(error);
    }
    this.#onDone();
  }

  #context(): object {
    const { requestId, deadlineMs, functionArn, clientContext } = this.#header;
    const waits = (isWaiting: boolean): void => {
      this.#waitsForLoop = isWaiting;
    };
    const isWaiting = (): boolean => this.#waitsForLoop;
    const done = this.#callback;
    return {
      get callbackWaitsForEmptyEventLoop(): boolean {
        return isWaiting();
      },
      set callbackWaitsForEmptyEventLoop(value: boolean) {
        waits(value);
      },
      functionVersion: variable('AWS_LAMBDA_FUNCTION_VERSION'),
      functionName: variable('AWS_LAMBDA_FUNCTION_NAME'),
      memoryLimitInMB: variable('AWS_LAMBDA_FUNCTION_MEMORY_SIZE'),
      logGroupName: variable('AWS_LAMBDA_LOG_GROUP_NAME'),
      logStreamName: variable('AWS_LAMBDA_LOG_STREAM_NAME'),
      clientContext: clientContext === undefined ? undefined : parsed(clientContext),
      identity: undefined,
      invokedFunctionArn: functionArn,
      awsRequestId: requestId,
      getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
      done,
      succeed: (value: unknown) => this.#succeed(value),
      fail: (error: unknown) => this.#fail(error ?? 'handled'),
    };
  }
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

const variable = (name: string): string | undefined => process.env[name];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
