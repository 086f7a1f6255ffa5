// How the region knows that a request comes by an edge hop of its own: only then does what the hop says of the viewer count.
import { createHash, timingSafeEqual } from 'node:crypto';
import { headerValue } from '../http/headers';
import type { HeaderList } from '../http/message';

/** Carries the shared secret; the region takes it off. */
export const EDGE_HEADER = 'X-Gatehouse-Edge';
/** On answers to the hop: the route asks nobody who they are, so whoever asks may be given the same. The hop takes it off. */
export const OPEN_HEADER = 'X-Gatehouse-Edge-Open';

const MIN_SECRET_LENGTH = 16;
const OWN_NAMES = /^(?:x-gatehouse-edge|x-amz-cf-id|cloudfront-.*)$/i;

export class EdgeTrust {
  readonly #digest: Buffer;

  constructor(secret: string) {
    if (secret.length < MIN_SECRET_LENGTH) {
      throw new Error(`GATEHOUSE_EDGE_SECRET has fewer than ${MIN_SECRET_LENGTH} characters: make a longer one.`);
    }
    this.#digest = digestOf(secret);
  }

  isFromEdge(headers: HeaderList): boolean {
    const given = headerValue(headers, 'x-gatehouse-edge');
    return given !== undefined && timingSafeEqual(digestOf(given), this.#digest);
  }
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Of a request by the edge, without the secret. */
export const withoutSecret = (headers: HeaderList): string[] => without(headers, /^x-gatehouse-edge$/i);

/** What only an edge may say, taken off a request that says it by itself. */
export const withoutViewerHeaders = (headers: HeaderList): HeaderList => without(headers, OWN_NAMES);

function without(headers: HeaderList, names: RegExp): string[] {
  const kept: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    if (!names.test(headers[i] as string)) kept.push(headers[i] as string, headers[i + 1] as string);
  }
  return kept;
}
