// A viewer's request as the edge passes it on, and an answer as it comes back.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html: names are capitalised.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html: cookies are sorted.
import type { HeaderList } from '../http/message';
import { EDGE_HEADER, OPEN_HEADER } from './edge-trust';

export interface Viewer {
  readonly address: string;
  readonly cfId: string;
}

/** Matters of one connection (RFC 9110 §7.6.1), and what the edge says itself. */
const DROPPED_REQUEST = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade', 'expect', 'cookie', 'x-forwarded-for', 'via', 'x-amz-cf-id'],
  EDGE_HEADER.toLowerCase(),
]);
const DROPPED_RESPONSE = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-connection', 'te', 'trailer', 'transfer-encoding'],
  ...['upgrade', 'x-cache', 'x-amz-cf-id', 'x-amz-cf-pop', 'age', 'via'],
  OPEN_HEADER.toLowerCase(),
]);

export function requestHeaders(
  incoming: HeaderList,
  viewer: Viewer,
  { secret, via }: Readonly<{ secret: string; via: string }>,
): string[] {
  const hopByHop = namedByConnection(incoming);
  const headers: string[] = [];
  const cookies: string[] = [];
  const forwardedFor: string[] = [];
  const vias: string[] = [];
  let userAgent = '';
  let isChunked = false;
  for (let i = 0; i < incoming.length; i += 2) {
    const name = incoming[i] as string;
    const value = incoming[i + 1] as string;
    const lowerName = name.toLowerCase();
    if (lowerName === 'cookie') cookies.push(...value.split(';').map((it) => it.trim()));
    else if (lowerName === 'x-forwarded-for') forwardedFor.push(value);
    else if (lowerName === 'via') vias.push(value);
    else if (lowerName === 'transfer-encoding') isChunked = true;
    if (lowerName === 'user-agent') userAgent = value;
    if (DROPPED_REQUEST.has(lowerName) || hopByHop.has(lowerName) || lowerName.startsWith('cloudfront-')) continue;
    headers.push(capitalised(name), value);
  }
  if (isChunked) headers.push('Transfer-Encoding', 'chunked');
  const sorted = sortedCookies(cookies);
  if (sorted !== '') headers.push('Cookie', sorted);
  headers.push('X-Forwarded-For', [...forwardedFor, viewer.address].join(', '));
  headers.push('Via', [...vias, via].join(', '), 'X-Amz-Cf-Id', viewer.cfId);
  headers.push('CloudFront-Forwarded-Proto', 'http', ...deviceHeaders(userAgent), EDGE_HEADER, secret);
  return headers;
}

/** Without what the edge adds: that differs from answer to answer, also of one that is kept. */
export function responseHeaders(incoming: HeaderList): string[] {
  const hopByHop = namedByConnection(incoming);
  const headers: string[] = [];
  for (let i = 0; i < incoming.length; i += 2) {
    const lowerName = (incoming[i] as string).toLowerCase();
    if (DROPPED_RESPONSE.has(lowerName) || hopByHop.has(lowerName)) continue;
    headers.push(incoming[i] as string, incoming[i + 1] as string);
  }
  return headers;
}

export const capitalised = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());

/** By name; of equal names the first stays first. */
function sortedCookies(cookies: readonly string[]): string {
  const nameOf = (cookie: string) => cookie.split('=', 1)[0] as string;
  return cookies
    .filter((it) => it !== '')
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0))
    .join('; ');
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html: by User-Agent. */
function deviceHeaders(userAgent: string): string[] {
  const isTv = /smart-?tv|appletv|googletv|hbbtv|netcast|\btizen\b.*\btv\b|web0s/i.test(userAgent);
  const isTablet = !isTv && /ipad|tablet|kindle|silk|android(?!.*mobile)/i.test(userAgent);
  const isMobile = !isTv && !isTablet && /mobi|iphone|ipod|android/i.test(userAgent);
  const say = (device: string, is: boolean) => [`CloudFront-Is-${device}-Viewer`, String(is)];
  return [
    ...say('Desktop', !isTv && !isTablet && !isMobile),
    ...say('Mobile', isMobile),
    ...say('SmartTV', isTv),
    ...say('Tablet', isTablet),
  ];
}

function namedByConnection(headers: HeaderList): ReadonlySet<string> {
  const names = new Set<string>();
  for (let i = 0; i < headers.length; i += 2) {
    if ((headers[i] as string).toLowerCase() !== 'connection') continue;
    for (const name of (headers[i + 1] as string).split(',')) names.add(name.trim().toLowerCase());
  }
  // Framing, or whose request it is, is not the viewer's to take away.
  for (const name of ['host', 'content-length']) names.delete(name);
  return names;
}
