// The function that a route invokes, looked up in the table of the request's snapshot. What follows from what is found
// there (address, permission) is worked out once for each entry.
// https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
import { configurationError, type GatewayError } from '../errors/gateway-error';
import type { FunctionEndpoint, FunctionPermission } from '../model';
import { Backend } from '../upstream/backend';
import { UpstreamRequest } from '../upstream/upstream-request';
import type { FunctionTable } from './function-table';
import type { LambdaUri } from './lambda-uri';
import { nameKey } from './named-table';
import { RequestToSign } from './request-to-sign';

/** The words of AWS's execution log, also for a function that is not there. */
const NO_PERMISSION = configurationError('Invalid permissions on Lambda function');

const NOBODY = new Backend('');

export interface RoutePlace {
  readonly apiId: string;
  readonly accountId: string;
  readonly stageName: string;
  /** "GET", "ANY". */
  readonly methodKey: string;
  readonly resourcePath: string;
}

export class LambdaTarget {
  readonly #key: string;
  readonly #query: string;
  readonly #qualifier: string | undefined;
  readonly #apiAccountId: string;
  readonly #sourceArn: string;
  readonly #timeoutMs: number;
  readonly #userAgent: string;
  /** What `#backend`, `#host`, `#headers` and `#mayInvoke` are about. */
  #endpoint: FunctionEndpoint | null = null;
  #backend = NOBODY;
  #host = '';
  #headers: readonly string[] = [];
  #mayInvoke = false;

  /** `sourceArn`: what the call comes from, where that is not the method itself. */
  constructor(
    { region, accountId, name, qualifier }: LambdaUri,
    place: RoutePlace,
    timeoutMs: number,
    sourceArn = sourceArnOf(region, place),
  ) {
    this.#key = nameKey(accountId, name);
    this.#qualifier = qualifier;
    this.#query = qualifier === undefined ? '' : `?Qualifier=${encodeURIComponent(qualifier)}`;
    this.#apiAccountId = place.accountId;
    this.#sourceArn = sourceArn;
    this.#timeoutMs = timeoutMs;
    this.#userAgent = `AmazonAPIGateway_${place.apiId}`;
  }

  /** `more`: headers of this request only, name, value, …. */
  request(
    functions: FunctionTable,
    body: Buffer,
    traceId: string,
    more: readonly string[],
  ): UpstreamRequest | GatewayError {
    const endpoint = functions.get(this.#key);
    if (endpoint === undefined) return NO_PERMISSION;
    if (endpoint !== this.#endpoint) this.#learn(endpoint);
    if (!this.#mayInvoke) return NO_PERMISSION;
    const path = endpoint.path + this.#query;
    const headers = this.#headers.slice();
    headers.push('X-Amzn-Trace-Id', traceId);
    for (const text of more) headers.push(text);
    const { credentials } = endpoint;
    if (credentials === undefined) {
      return new UpstreamRequest(this.#backend, 'POST', path, headers, false, body, this.#timeoutMs);
    }
    headers.push('Host', this.#host);
    const scope = { service: 'lambda', region: credentials.region };
    const message = { method: 'POST', path, headers };
    return new RequestToSign(this.#backend, message, body, this.#timeoutMs, { credentials, scope });
  }

  #learn(endpoint: FunctionEndpoint): void {
    this.#endpoint = endpoint;
    this.#host = new URL(endpoint.origin).host;
    this.#backend = new Backend(endpoint.origin, { isOwn: endpoint.isOwn === true });
    this.#headers = [...endpoint.headers, 'User-Agent', this.#userAgent, 'Content-Type', 'application/json'];
    const { permissions } = endpoint;
    this.#mayInvoke =
      permissions === undefined
        ? endpoint.accountId === this.#apiAccountId
        : permissions.some((permission) => this.#isGranted(permission));
  }

  #isGranted({ sourceArn, sourceAccount, qualifier }: FunctionPermission): boolean {
    if (qualifier !== this.#qualifier) return false;
    if (sourceAccount !== undefined && sourceAccount !== this.#apiAccountId) return false;
    if (sourceArn === undefined) return sourceAccount !== undefined;
    return matches(sourceArn, this.#sourceArn);
  }
}

/** A parameter of the path stands for any value, ANY for any method. */
function sourceArnOf(region: string, { apiId, accountId, stageName, methodKey, resourcePath }: RoutePlace): string {
  const path = resourcePath.replace(/\{[^}]*\}/g, '*');
  return `arn:aws:execute-api:${region}:${accountId}:${apiId}/${stageName}/${methodKey === 'ANY' ? '*' : methodKey}${path}`;
}

/** * stands for any text, ? for any one character. Goes back to the last * only: linear for all that people write. */
function matches(pattern: string, text: string): boolean {
  let at = 0;
  let from = 0;
  let star = -1;
  let resumeFrom = 0;
  while (from < text.length) {
    if (pattern[at] === '*') {
      star = at;
      resumeFrom = from;
      at += 1;
    } else if (pattern[at] === '?' || pattern[at] === text[from]) {
      at += 1;
      from += 1;
    } else if (star === -1) {
      return false;
    } else {
      resumeFrom += 1;
      from = resumeFrom;
      at = star + 1;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
