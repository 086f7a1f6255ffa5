// HTTP_PROXY: the client's headers as the backend gets them. Runs for every proxied request: one pass, one array.
import { headerValues } from '../http/headers';
import { DROPPED_REQUEST_HEADERS, isSignature } from './header-rules';
import type { IntegrationView } from './integration-view';

const PASS = 0;
const DROP = 1;
const CONNECTION = 2;
const FORWARDED_FOR = 3;
const USER_AGENT = 4;
const ACCEPT = 5;
const AUTHORIZATION = 6;

/** Spellings remembered per integration; clients choose them, so there is an end to it. */
const MAX_KNOWN_SPELLINGS = 256;

export class ForwardedHeaders {
  readonly #apiId: string;
  readonly #userAgent: string;
  readonly #kindByLowerName: ReadonlyMap<string, number>;
  readonly #kindBySpelling = new Map<string, number>();
  readonly #mapsUserAgent: boolean;
  readonly #mapsAccept: boolean;

  /** `mappedNames`: set by parameter mapping, which replaces what the client sent. */
  constructor(apiId: string, mappedNames: readonly string[]) {
    this.#apiId = apiId;
    this.#userAgent = `AmazonAPIGateway_${apiId}`;
    const kinds = new Map<string, number>([
      ['x-forwarded-for', FORWARDED_FOR],
      ['user-agent', USER_AGENT],
      ['accept', ACCEPT],
      ['authorization', AUTHORIZATION],
      // Ours, or the client's own where it is one.
      ['x-amzn-trace-id', DROP],
    ]);
    for (const name of DROPPED_REQUEST_HEADERS) kinds.set(name, DROP);
    kinds.set('connection', CONNECTION);
    for (const name of mappedNames) kinds.set(name, DROP);
    this.#kindByLowerName = kinds;
    this.#mapsUserAgent = mappedNames.includes('user-agent');
    this.#mapsAccept = mappedNames.includes('accept');
  }

  build(request: IntegrationView): string[] {
    const incoming = request.headers;
    const headers: string[] = [];
    let forwardedFor = '';
    let hasUserAgent = this.#mapsUserAgent;
    let hasAccept = this.#mapsAccept;
    let hopByHop: ReadonlySet<string> | null = null;
    for (let i = 0; i < incoming.length; i += 2) {
      const name = incoming[i] as string;
      const value = incoming[i + 1] as string;
      const kind = this.#kindBySpelling.get(name) ?? this.#learn(name);
      if (kind === PASS) {
        headers.push(name, value);
        continue;
      }
      if (kind === DROP) continue;
      if (kind === FORWARDED_FOR) {
        forwardedFor += `${value}, `;
        continue;
      }
      if (kind === CONNECTION) {
        hopByHop ??= namedByConnection(value);
        continue;
      }
      if (kind === AUTHORIZATION) {
        if (!isSignature(value)) headers.push(name, value);
        continue;
      }
      if (kind === USER_AGENT) hasUserAgent = true;
      else hasAccept = true;
      headers.push(name, value);
    }
    if (!hasUserAgent) headers.push('User-Agent', this.#userAgent);
    if (!hasAccept) headers.push('Accept', 'application/json');
    headers.push(
      'X-Amzn-Trace-Id',
      request.traceId,
      'X-Forwarded-For',
      forwardedFor === '' ? request.peerIp : forwardedFor + request.peerIp,
      'X-Forwarded-Port',
      String(request.serverPort),
      'X-Forwarded-Proto',
      request.isSecure ? 'https' : 'http',
      'X-Amzn-Apigateway-Api-Id',
      this.#apiId,
    );
    return hopByHop === null ? headers : without(headers, hopByHop, incoming);
  }

  #learn(name: string): number {
    const kind = this.#kindByLowerName.get(name.toLowerCase()) ?? PASS;
    if (this.#kindBySpelling.size < MAX_KNOWN_SPELLINGS) this.#kindBySpelling.set(name, kind);
    return kind;
  }
}

/** "Connection: x-hop" makes X-Hop a matter of this connection only. Null for the usual keep-alive and close. */
function namedByConnection(value: string): ReadonlySet<string> | null {
  const lower = value.toLowerCase();
  if (lower === 'keep-alive' || lower === 'close') return null;
  return new Set(lower.split(',').map((it) => it.trim()));
}

function without(headers: string[], hopByHop: ReadonlySet<string>, incoming: readonly string[]): string[] {
  const all = new Set(hopByHop);
  for (const value of headerValues(incoming, 'connection')) {
    for (const name of value.toLowerCase().split(',')) all.add(name.trim());
  }
  const kept: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string;
    const lowerName = name.toLowerCase();
    // A client must not take our own headers off.
    if (!all.has(lowerName) || lowerName.startsWith('x-forwarded-') || lowerName.startsWith('x-amzn-')) {
      kept.push(name, headers[i + 1] as string);
    }
  }
  return kept;
}
