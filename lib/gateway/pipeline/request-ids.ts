// x-amzn-RequestId, x-amz-apigw-id and trace ids. The first is unguessable; the others need only be different, so they
// cost no system call.
import { randomBytes, randomUUID } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PAIRS = Array.from({ length: 4096 }, (_, i) => `${BASE64[i >> 6]}${BASE64[i & 63]}`);
/** Four characters of base64 count to it. */
const COUNT = 1 << 24;

export class RequestIds {
  /** Ten characters: this process, anew whenever the count is through. */
  #prefix = '';
  /** The 15th character carries four bits and the end of the padding. */
  #suffix = '';
  #count = COUNT;

  /** The client's own if it is a UUID. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
  requestId(wanted: string): string {
    return wanted !== '' && UUID.test(wanted) ? wanted : randomUUID();
  }

  /** As API Gateway's: 11 bytes in base64, 16 characters that end in "=". */
  extendedRequestId(): string {
    if (this.#count === COUNT) this.#renew();
    const count = this.#count;
    this.#count += 1;
    return `${this.#prefix}${PAIRS[count >>> 12]}${PAIRS[count & 4095]}${this.#suffix}`;
  }

  /** Random digits of the request's own id: whoever has one finds the other. */
  traceRoot(nowMs: number, requestId: string): string {
    const seconds = Math.floor(nowMs / 1000).toString(16);
    return `1-${seconds}-${requestId.slice(0, 8)}${requestId.slice(9, 13)}${requestId.slice(24)}`;
  }

  #renew(): void {
    const random = randomBytes(11).toString('base64');
    this.#prefix = random.slice(0, 10);
    this.#suffix = random.slice(14);
    this.#count = 0;
  }
}
