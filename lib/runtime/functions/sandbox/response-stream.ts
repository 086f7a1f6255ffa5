// awslambda.streamifyResponse: the handler writes its answer into a stream. Whoever invokes gets it whole; one with
// HTTP metadata becomes a proxy result, so that it answers behind an AWS_PROXY integration too.
// https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html
import { isUtf8 } from 'node:buffer';
import { Writable } from 'node:stream';
import { MAX_PAYLOAD_BYTES } from '../frames';
import { RuntimeError } from './answers';
import type { Handler } from './load-handler';

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');

export const isStreaming = (handler: Handler): boolean => Reflect.get(handler, STREAMING) === 'response';

export class ResponseStream extends Writable {
  metadata: Readonly<Record<string, unknown>> | null = null;
  readonly #chunks: Buffer[] = [];
  #size = 0;

  setContentType(contentType: string): void {
    this.metadata = { ...this.metadata, headers: { 'Content-Type': contentType } };
  }

  override _write(chunk: Buffer | string, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
    this.#size += bytes.length;
    if (this.#size > MAX_PAYLOAD_BYTES) {
      done(tooLarge());
      return;
    }
    this.#chunks.push(bytes);
    done();
  }

  /** What the caller gets. */
  payload(): Buffer {
    const body = Buffer.concat(this.#chunks);
    if (this.metadata === null) return body;
    const { cookies, headers, statusCode } = this.metadata;
    const isText = isUtf8(body);
    const result = {
      statusCode: statusCode ?? 200,
      headers: headers ?? {},
      ...(Array.isArray(cookies) ? { multiValueHeaders: { 'Set-Cookie': cookies.map(String) } } : {}),
      body: body.toString(isText ? 'utf8' : 'base64'),
      isBase64Encoded: !isText,
    };
    return Buffer.from(JSON.stringify(result), 'utf8');
  }
}

export const tooLarge = (): RuntimeError =>
  new RuntimeError(
    'Function.ResponseSizeTooLarge',
    `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`,
  );

/** The global that Lambda gives every function. */
export const awslambda = {
  streamifyResponse(handler: Handler): Handler {
    Object.defineProperty(handler, STREAMING, { value: 'response' });
    return handler;
  },
  HttpResponseStream: {
    from(stream: ResponseStream, metadata: Readonly<Record<string, unknown>>): ResponseStream {
      stream.metadata = { ...metadata };
      return stream;
    },
  },
};
