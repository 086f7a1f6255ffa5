// Is a request signed with a secret, now, for us? The canonical request is made of what came over the wire.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { GatewayError } from '../errors/gateway-error';
import type { HeaderList } from '../http/message';
import { ALGORITHM, canonicalPath, encodeStrictly, type SigningSecret, signingKey } from '../integrations/sigv4';
import { basicFormat, type SignatureClaim, type SignedMessage } from './signature-claim';
import { invalidSignature, signatureMismatch } from './signature-errors';

export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';
/** What nothing hashes to. */
export const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const SKEW_MS = 5 * 60_000;

/** The place and time that a signature is for. Undefined: both are right. */
export function refuseScope(
  claim: SignatureClaim,
  service: string,
  region: string,
  nowMs: number,
): GatewayError | undefined {
  const wrong: string[] = [];
  if (claim.region !== region) wrong.push(`Credential should be scoped to a valid region, not '${claim.region}'. `);
  if (claim.service !== service) wrong.push(`Credential should be scoped to correct service: '${service}'. `);
  if (wrong.length > 0) return invalidSignature(wrong.join(''));
  const { time, timeMs, expiresSeconds } = claim;
  const now = basicFormat(nowMs);
  if (timeMs > nowMs + SKEW_MS) {
    return invalidSignature(
      `Signature not yet current: ${time} is still later than ${basicFormat(nowMs + SKEW_MS)} (${now} + 5 min.)`,
    );
  }
  if (expiresSeconds === null) {
    return timeMs < nowMs - SKEW_MS
      ? invalidSignature(
          `Signature expired: ${time} is now earlier than ${basicFormat(nowMs - SKEW_MS)} (${now} - 5 min.)`,
        )
      : undefined;
  }
  const endMs = timeMs + expiresSeconds * 1000;
  return nowMs > endMs
    ? invalidSignature(`Signature expired: ${basicFormat(endMs)} is now earlier than ${now} (X-Amz-Expires).`)
    : undefined;
}

/** `bodyHash`: SHA-256 in hexadecimal, or UNSIGNED-PAYLOAD. Undefined: it is right. */
export function refuseSignature(
  claim: SignatureClaim,
  message: SignedMessage,
  secret: SigningSecret,
  bodyHash: string,
): GatewayError | undefined {
  const canonical = canonicalRequest(claim, message, bodyHash);
  const { day, region, service, time } = claim;
  // Header values hold the bytes that were sent, one to a character.
  const hash = createHash('sha256').update(canonical, 'latin1').digest('hex');
  const expected = createHmac('sha256', signingKey(secret, day, region, service))
    .update(`${ALGORITHM}\n${time}\n${day}/${region}/${service}/aws4_request\n${hash}`)
    .digest();
  return timingSafeEqual(expected, Buffer.from(claim.signature, 'hex'))
    ? undefined
    : signatureMismatch(`The request was read as ${shown(claim, message, bodyHash)}`);
}

/** Without values: signed headers may hold credentials. */
function shown(claim: SignatureClaim, { method, target }: SignedMessage, bodyHash: string): string {
  const path = canonicalPath(target.split('?', 1)[0] as string);
  return `${method} ${path} with the headers ${claim.signedHeaderNames} and the payload ${bodyHash}.`;
}

export function canonicalRequest(claim: SignatureClaim, message: SignedMessage, bodyHash: string): string {
  const { target, headers } = message;
  const question = target.indexOf('?');
  const path = question === -1 ? target : target.slice(0, question);
  const query = question === -1 ? '' : target.slice(question + 1);
  let text = `${message.method}\n${canonicalPath(path)}\n${canonicalQuery(query, claim.expiresSeconds !== null)}\n`;
  for (const name of claim.signedHeaders) {
    const value = canonicalValue(headers, name);
    // One that is signed and did not arrive: the signature can't match.
    if (value !== undefined) text += `${name}:${value}\n`;
  }
  return `${text}\n${claim.signedHeaderNames}\n${bodyHash}`;
}

/** Several of a name are one, with commas. */
function canonicalValue(headers: HeaderList, lowerName: string): string | undefined {
  let joined: string | undefined;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string;
    if (name.length !== lowerName.length || (name !== lowerName && name.toLowerCase() !== lowerName)) continue;
    const value = trimmed(headers[i + 1] as string);
    joined = joined === undefined ? value : `${joined},${value}`;
  }
  return joined;
}

/** Bytes, not letters: what \s takes besides these two may be half of a letter in UTF-8. */
const trimmed = (value: string): string =>
  /^[ \t]|[ \t]$|[ \t]{2}|\t/.test(value) ? value.replace(/^[ \t]+|[ \t]+$/g, '').replace(/[ \t]+/g, ' ') : value;

/** Sorted by name, then value, in one spelling. The signature itself is not part of what is signed. */
function canonicalQuery(query: string, isPresigned: boolean): string {
  if (query === '') return '';
  const pairs: (readonly [name: string, value: string])[] = [];
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = canonicalPart(equals === -1 ? pair : pair.slice(0, equals));
    if (isPresigned && name === 'X-Amz-Signature') continue;
    pairs.push([name, equals === -1 ? '' : canonicalPart(pair.slice(equals + 1))]);
  }
  if (pairs.length > 1) pairs.sort(([a, av], [b, bv]) => compare(a, b) || compare(av, bv));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const NEEDS_LOOK = /[^A-Za-z0-9\-_.~]/;
const PIECE = /%[0-9a-fA-F]{2}|[^A-Za-z0-9\-_.~]/gu;

/** The one spelling of what may be percent-encoded already, byte by byte. "+" is a space, as mappings and backends read it. */
function canonicalPart(text: string): string {
  return NEEDS_LOOK.test(text) ? text.replace(PIECE, respelt) : text;
}

function respelt(piece: string): string {
  if (piece === '+') return '%20';
  if (piece.length < 3 || piece[0] !== '%') return piece === '%' ? '%25' : encodeStrictly(piece);
  const byte = String.fromCharCode(Number.parseInt(piece.slice(1), 16));
  return NEEDS_LOOK.test(byte) ? piece.toUpperCase() : byte;
}
