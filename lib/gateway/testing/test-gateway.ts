// A gateway for a test, with a clock that stands still and a log that can be read.
import { createHmac } from 'node:crypto';
import { createGateway, type Gateway, type GatewayOptions, type InvokeRequest } from '../index';
import type { ApiKeyDefinition, Publication, RestApiDefinition, StageDefinition } from '../model';
import { apiOf, keyOf, type Loose, type LooseRoutes, publicationOf, stageOf } from './definitions';

export const TEST_SECRET = 'test-secret';

export const hashOf = (value: string): string => createHmac('sha256', TEST_SECRET).update(value).digest('base64url');

export interface LogEntry {
  readonly level: string;
  readonly message: string;
  readonly fields: object;
}

export interface TestGateway extends Gateway {
  readonly log: LogEntry[];
  readonly accessLog: string[];
  /** Where each of those lines went: "api1/prod". */
  readonly accessLogNames: string[];
  readonly executionLog: string[];
  readonly executionLogNames: string[];
  readonly clock: { now: number };
  /** Publishes one stage of an API with these routes. */
  serve(routes: LooseRoutes, options?: ServeOptions): void;
  /** Sends "GET /pets" to the stage "prod" of "api1". */
  call(request: string, options?: Omit<InvokeRequest, 'method' | 'target'>): Promise<CallResult>;
}

export interface ServeOptions extends Loose<Publication> {
  readonly api?: Loose<RestApiDefinition>;
  readonly stage?: Loose<StageDefinition>;
}

export interface CallResult {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export const HOST = 'api1.execute-api.localhost';

export function startTestGateway(options: Partial<GatewayOptions> = {}): TestGateway {
  const log: LogEntry[] = [];
  const accessLog: string[] = [];
  const accessLogNames: string[] = [];
  const executionLog: string[] = [];
  const executionLogNames: string[] = [];
  const clock = { now: Date.UTC(2026, 0, 15, 12) };
  const say = (level: string) => (fields: object, message: string) => {
    log.push({ level, message, fields });
  };
  const gateway = createGateway({
    logger: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') },
    keyLookupSecret: TEST_SECRET,
    domain: 'localhost',
    logs: {
      write(kind, apiId, logName, line) {
        (kind === 'access' ? accessLog : executionLog).push(line);
        (kind === 'access' ? accessLogNames : executionLogNames).push(`${apiId}/${logName}`);
      },
    },
    clock: { nowMs: () => clock.now },
    // Backends of tests are on loopback.
    privateBackends: true,
    ...options,
  });
  return {
    ...gateway,
    log,
    accessLog,
    accessLogNames,
    executionLog,
    executionLogNames,
    clock,
    serve(routes, { api, stage, ...publication } = {}) {
      const result = gateway.apply(publicationOf({ stages: [stageOf(apiOf(routes, api), stage)], ...publication }));
      if (result.errors.length > 0) throw new Error(JSON.stringify(result.errors, null, 2));
    },
    async call(request, rest = {}) {
      const [method = '', path = ''] = request.split(' ');
      const response = await gateway.invoke({
        method,
        target: `/prod${path}`,
        ...rest,
        headers: ['Host', HOST, ...(rest.headers ?? [])],
      });
      return {
        status: response.status,
        headers: headersOf(response.headers),
        text: response.body.toString('utf8'),
      };
    },
  };
}

/** Lower-case names; repeated ones joined with ", ". */
export function headersOf(flat: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i < flat.length; i += 2) {
    const name = (flat[i] as string).toLowerCase();
    const value = flat[i + 1] as string;
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}

export const keyWithValue = (value: string, loose: Loose<ApiKeyDefinition> = {}): ApiKeyDefinition =>
  keyOf({ ...loose, valueHash: hashOf(value) });
