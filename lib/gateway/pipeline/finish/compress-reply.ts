// Encodes an integration's answer as the client asked for it, where its API has a minimumCompressionSize.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-receive-response-with-compressed-payload.html
import { type ContentCoding, EncodedBody, encode, preferredCoding } from '../../http/content-coding';
import { headerValue, headerValues } from '../../http/headers';
import { Reply } from '../../http/message';
import type { Exchange } from '../exchange';

/** After the cache, which keeps the plain answer for everyone. Rejects when the backend breaks off. */
export function compressReply(x: Exchange, reply: Reply, minBytes: number): Reply | Promise<Reply> {
  const { body, streamLength } = reply;
  if (body === null || x.method === 'HEAD' || !mayBeEncoded(reply)) return reply;
  const coding = preferredCoding(headerValues(x.headers, 'accept-encoding').join(','));
  if (coding === undefined) return reply;

  if (typeof body === 'string' || Buffer.isBuffer(body)) return whole(reply, body, coding, minBytes);
  if (body.isComplete) return whole(reply, body.takeBody(), coding, minBytes);
  if (streamLength >= 0 && streamLength < minBytes) return reply;
  const streamed = (): Reply =>
    new Reply(reply.status, encodedHeaders(reply, coding), new EncodedBody(body, coding, streamLength < 0));
  // Only what has arrived can be told to be too short.
  if (streamLength >= 0 || minBytes === 0) return streamed();
  return body
    .collect(minBytes)
    .then((isComplete) => (isComplete ? whole(reply, body.takeBody(), coding, minBytes) : streamed()));
}

/** Not what has no body, not a part of a body, and not what its backend has encoded. */
const mayBeEncoded = ({ status, headers }: Reply): boolean =>
  status >= 200 &&
  status !== 204 &&
  status !== 206 &&
  status !== 304 &&
  headerValue(headers, 'content-encoding') === undefined;

function whole(
  reply: Reply,
  body: string | Buffer | null,
  coding: ContentCoding,
  minBytes: number,
): Reply | Promise<Reply> {
  const length = body === null ? 0 : Buffer.byteLength(body);
  if (body === null || length === 0 || length < minBytes) return new Reply(reply.status, reply.headers, body);
  return encode(body, coding).then((encoded) => new Reply(reply.status, encodedHeaders(reply, coding), encoded));
}

/** Vary: caches on the way must not give this to clients that did not ask for it. */
function encodedHeaders({ headers }: Reply, coding: ContentCoding): string[] {
  headers.push('Content-Encoding', coding, 'Vary', 'Accept-Encoding');
  return headers;
}
