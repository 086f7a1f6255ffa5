// The hop in front of a region for its EDGE APIs: passes requests on over kept connections, both bodies as they come, and
// answers from its cache what says that it may. It knows no definitions: the region decides everything.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html
import { randomBytes } from 'node:crypto';
import http, { type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { headerValue } from '../http/headers';
import type { GatewayLogger } from '../logger';
import { EdgeCache, type EdgeEntry, isCacheable, lifetimeOf, MAX_ENTRY_BYTES } from './edge-cache';
import { requestHeaders, responseHeaders } from './edge-headers';
import { OPEN_HEADER } from './edge-trust';

export interface EdgeOptions {
  /** The home region: "http://10.0.0.1:8080". */
  readonly origin: string;
  readonly secret: string;
  readonly cacheBytes: number;
  /** X-Amz-Cf-Pop. */
  readonly pop: string;
  readonly logger: GatewayLogger;
  readonly nowMs?: () => number;
  readonly timeouts?: Partial<EdgeTimeouts>;
}

export interface EdgeTimeouts {
  /** Until the origin's headers; longer than a region gives its integrations. */
  readonly answerMs: number;
  /** Without a byte in either direction; longer than a region lets a stream pause. */
  readonly idleMs: number;
}

type Outcome = 'Hit' | 'Miss' | 'Error' | 'RefreshHit';

const TIMEOUTS: EdgeTimeouts = { answerMs: 905_000, idleMs: 330_000 };
const MAX_HEADER_BYTES = 32 * 1024;
const RETRIED: ReadonlySet<string> = new Set(['GET', 'HEAD']);

export class EdgeServer {
  readonly #options: EdgeOptions;
  readonly #origin: URL;
  readonly #client: typeof http | typeof https;
  readonly #agent: http.Agent;
  readonly #cache: EdgeCache;
  readonly #via = `1.1 ${randomBytes(8).toString('hex')}.edge (CloudFront)`;
  readonly #timeouts: EdgeTimeouts;
  readonly #server: http.Server;

  constructor(options: EdgeOptions) {
    this.#options = options;
    this.#origin = originOf(options.origin);
    this.#client = this.#origin.protocol === 'https:' ? https : http;
    this.#agent = new this.#client.Agent({ keepAlive: true, maxFreeSockets: 256 });
    this.#cache = new EdgeCache(options.cacheBytes);
    this.#timeouts = { ...TIMEOUTS, ...options.timeouts };
    this.#server = http.createServer({ maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: 72_000 }, (req, res) =>
      this.#serve(req, res),
    );
    this.#server.timeout = this.#timeouts.idleMs;
    // A large upload may take its time; one that stops moving is ended by the line above.
    this.#server.requestTimeout = 0;
  }

  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  /** Lets requests under way end. */
  async close(graceMs = 10_000): Promise<void> {
    const cutOff = setTimeout(() => this.#server.closeAllConnections(), graceMs);
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeIdleConnections();
    });
    clearTimeout(cutOff);
    this.#agent.destroy();
  }

  #serve(req: IncomingMessage, res: ServerResponse): void {
    const { method = 'GET', url = '/', rawHeaders } = req;
    if (url === '/_health' && !(req.headers.host ?? '').includes('.execute-api.')) {
      res.writeHead(200, ['Content-Type', 'application/json']).end('{"status":"ready"}');
      return;
    }
    if (!url.startsWith('/')) {
      this.#fail(res, 400, 'Bad Request');
      return;
    }
    if ((req.headers.via ?? '').includes(this.#via)) {
      this.#fail(res, 502, 'The request came here before');
      return;
    }
    const key = isCacheable(method, rawHeaders) ? `${(req.headers.host ?? '').toLowerCase()} ${url}` : undefined;
    const entry = key === undefined ? undefined : this.#cache.find(key, rawHeaders);
    if (entry !== undefined && entry.freshUntilMs > this.#nowMs()) this.#answerFrom(entry, 'Hit', req, res);
    else this.#ask(req, res, key, entry, true);
  }

  #ask(
    req: IncomingMessage,
    res: ServerResponse,
    key: string | undefined,
    stale: EdgeEntry | undefined,
    mayRetry: boolean,
  ): void {
    const { method = 'GET', url = '/', rawHeaders } = req;
    const address = (req.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    const headers = requestHeaders(rawHeaders, { address, cfId: newCfId() }, { ...this.#options, via: this.#via });
    const validators = stale === undefined || isConditional(req) ? [] : validatorsOf(stale);
    const outgoing = this.#client.request({
      ...{ agent: this.#agent, method, path: url, headers: [...headers, ...validators], setDefaultHeaders: false },
      ...{ protocol: this.#origin.protocol, port: this.#origin.port },
      host: this.#origin.hostname.replace(/^\[|\]$/g, ''),
    });
    const timer = setTimeout(() => {
      this.#fail(res, 504, 'Endpoint request timed out');
      outgoing.destroy();
    }, this.#timeouts.answerMs);
    const hasBody = req.headers['content-length'] !== undefined || req.headers['transfer-encoding'] !== undefined;
    res.once('close', () => {
      clearTimeout(timer);
      if (!res.writableFinished) outgoing.destroy();
    });
    outgoing.setTimeout(this.#timeouts.idleMs, () => outgoing.destroy(new Error('Nothing moved for too long.')));
    outgoing.once('response', (answer) => {
      clearTimeout(timer);
      this.#pass(req, res, answer, key, validators.length === 0 ? undefined : stale);
    });
    outgoing.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (res.writableEnded) return;
      if (res.destroyed || res.headersSent) {
        res.destroy();
        return;
      }
      // A kept connection that the region closed in the moment it was used.
      if (mayRetry && error.code === 'ECONNRESET' && outgoing.reusedSocket && RETRIED.has(method) && !hasBody) {
        this.#ask(req, res, key, stale, false);
        return;
      }
      this.#options.logger.warn({ err: error }, 'The home region does not answer.');
      this.#fail(res, 502, 'Network error communicating with endpoint');
    });
    if (hasBody) {
      // The region may answer before the first byte of the body.
      outgoing.flushHeaders();
      passBody(req, outgoing);
    } else outgoing.end();
  }

  #pass(
    req: IncomingMessage,
    res: ServerResponse,
    answer: IncomingMessage,
    key: string | undefined,
    stale: EdgeEntry | undefined,
  ): void {
    const { statusCode: status = 502, rawHeaders } = answer;
    const headers = responseHeaders(rawHeaders);
    const nowMs = this.#nowMs();
    const isOpen = headerValue(rawHeaders, OPEN_HEADER.toLowerCase()) !== undefined;
    if (key !== undefined && status === 304 && stale !== undefined) {
      answer.resume();
      const refreshed = refreshedBy(stale, headers);
      const lifetime = isOpen ? lifetimeOf(stale.status, refreshed, nowMs) : undefined;
      const entry = { ...stale, headers: refreshed, ...(lifetime ?? { bornAtMs: nowMs, freshUntilMs: nowMs }) };
      if (lifetime === undefined) this.#cache.remove(key, req.rawHeaders);
      else this.#cache.put(key, req.rawHeaders, entry);
      this.#answerFrom(entry, 'RefreshHit', req, res);
      return;
    }
    // With its age, which counts towards its time.
    const lifetime = isOpen && req.method === 'GET' ? lifetimeOf(status, rawHeaders, nowMs) : undefined;
    if (key !== undefined && lifetime !== undefined) {
      this.#keep(answer, (body) => this.#cache.put(key, req.rawHeaders, { status, headers, body, ...lifetime }));
    } else if (key !== undefined && stale !== undefined) {
      this.#cache.remove(key, req.rawHeaders);
    }
    this.#writeHead(res, status, headers, status >= 400 ? 'Error' : 'Miss', viaOf(rawHeaders));
    res.flushHeaders();
    passBody(answer, res);
  }

  /** Looks at a body that passes; calls `done` when all of it has. */
  #keep(answer: IncomingMessage, done: (body: Buffer) => void): void {
    let chunks: Buffer[] | null = [];
    let size = 0;
    answer.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_ENTRY_BYTES) chunks = null;
      chunks?.push(chunk);
    });
    answer.once('end', () => {
      if (chunks !== null && answer.complete) done(Buffer.concat(chunks));
    });
  }

  #answerFrom(entry: EdgeEntry, outcome: Outcome, req: IncomingMessage, res: ServerResponse): void {
    const age = String(Math.max(0, Math.floor((this.#nowMs() - entry.bornAtMs) / 1000)));
    const etag = headerValue(entry.headers, 'etag');
    const asked = req.headers['if-none-match'];
    const isKnown = entry.status === 200 && etag !== undefined && asked !== undefined && listsTag(asked, etag);
    const headers = isKnown ? entry.headers.slice() : withLength(entry.headers, entry.body.length);
    this.#writeHead(res, isKnown ? 304 : entry.status, [...headers, 'Age', age], outcome, '');
    res.end(isKnown || req.method === 'HEAD' ? undefined : entry.body);
  }

  #writeHead(res: ServerResponse, status: number, headers: readonly string[], outcome: Outcome, via: string): void {
    const own = ['X-Cache', `${outcome} from cloudfront`, 'Via', via === '' ? this.#via : `${via}, ${this.#via}`];
    res.sendDate = headerValue(headers, 'date') === undefined;
    res.writeHead(status, [...headers, ...own, 'X-Amz-Cf-Pop', this.#options.pop, 'X-Amz-Cf-Id', newCfId()]);
  }

  #fail(res: ServerResponse, status: number, message: string): void {
    if (res.headersSent) {
      res.destroy();
      return;
    }
    this.#writeHead(res, status, ['Content-Type', 'application/json'], 'Error', '');
    res.end(JSON.stringify({ message }));
  }

  #nowMs(): number {
    return (this.#options.nowMs ?? Date.now)();
  }
}

function originOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url?.pathname === '/' && url.search === '' && url.username === '';
  if (url === undefined || !isPlain || !/^https?:$/.test(url.protocol)) {
    throw new Error(
      `EDGE_ORIGIN is ${JSON.stringify(text)}: give the gateway's address, such as http://10.0.0.1:8080.`,
    );
  }
  return url;
}

/** At the reader's pace; what breaks on one side breaks on the other. */
function passBody(from: IncomingMessage, to: ClientRequest | ServerResponse): void {
  from.once('error', () => to.destroy());
  from.once('close', () => {
    if (!from.complete) to.destroy();
  });
  from.pipe(to);
}

const newCfId = (): string => `${randomBytes(40).toString('base64url')}==`;

const viaOf = (headers: readonly string[]): string => headerValue(headers, 'via') ?? '';

const isConditional = ({ headers }: IncomingMessage): boolean =>
  Object.keys(headers).some((name) => name.startsWith('if-'));

function validatorsOf({ headers }: EdgeEntry): string[] {
  const etag = headerValue(headers, 'etag');
  if (etag !== undefined) return ['If-None-Match', etag];
  const modified = headerValue(headers, 'last-modified');
  return modified === undefined ? [] : ['If-Modified-Since', modified];
}

const listsTag = (asked: string, etag: string): boolean =>
  asked.trim() === '*' || asked.split(',').some((it) => it.trim().replace(/^W\//, '') === etag.replace(/^W\//, ''));

/** RFC 9111 §3.2: what the 304 says replaces what was kept, but for the length, which is the body's. */
function refreshedBy({ headers }: EdgeEntry, news: readonly string[]): string[] {
  const names = new Set(news.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase()));
  names.delete('content-length');
  const kept: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    if (!names.has((headers[i] as string).toLowerCase())) kept.push(headers[i] as string, headers[i + 1] as string);
  }
  for (let i = 0; i < news.length; i += 2) {
    if ((news[i] as string).toLowerCase() !== 'content-length') kept.push(news[i] as string, news[i + 1] as string);
  }
  return kept;
}

function withLength(headers: readonly string[], length: number): string[] {
  return headerValue(headers, 'content-length') === undefined
    ? [...headers, 'Content-Length', String(length)]
    : headers.slice();
}
