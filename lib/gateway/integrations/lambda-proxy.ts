// AWS_PROXY: the whole request to a function, the function's answer to the client.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
import { configurationError, type GatewayError } from '../errors/gateway-error';
import type { HeaderList } from '../http/message';
import type { IntegrationDefinition } from '../model';
import type { UpstreamRequest } from '../upstream/upstream-request';
import type { IntegrationView } from './integration-view';
import { EventBuilder, type EventPlace } from './lambda-event';
import { functionErrorOf, functionFailed, invokeRefused, MALFORMED_PROXY_RESPONSE } from './lambda-failure';
import { type ProxyResult, readProxyResult } from './lambda-result';
import { LambdaTarget, type RoutePlace } from './lambda-target';
import { compileLambdaUri } from './lambda-uri';

type Report = (place: string, message: string) => void;

const NO_HEADERS: readonly string[] = [];

export interface LambdaPlace extends EventPlace, RoutePlace {}

export interface LambdaProxyPlan {
  build(request: IntegrationView): UpstreamRequest | GatewayError;
}

/** Undefined: reported. */
export function compileLambdaProxy(
  place: LambdaPlace,
  definition: IntegrationDefinition,
  report: Report,
): LambdaProxyPlan | undefined {
  const target = compileTarget(place, definition, report);
  if (!(target instanceof LambdaTarget)) return target;
  const events = new EventBuilder(place);
  return {
    build: (request) =>
      target.request(
        request.snapshot.functions,
        Buffer.from(events.build(request), 'utf8'),
        request.traceId,
        NO_HEADERS,
      ),
  };
}

/** Undefined: reported. A plan: every call fails with what is wrong, as on AWS. */
export function compileTarget(
  place: LambdaPlace,
  { uri = '', httpMethod, timeoutInMillis }: IntegrationDefinition,
  report: Report,
): LambdaTarget | LambdaProxyPlan | undefined {
  if (httpMethod === undefined) report('httpMethod', 'Enumeration value for HttpMethod must be non-empty');
  if (!Number.isInteger(timeoutInMillis) || timeoutInMillis < 50 || timeoutInMillis > 29_000) {
    report('timeoutInMillis', `The timeout must be 50 to 29,000 ms, not ${timeoutInMillis}.`);
  }
  const compiled = compileLambdaUri(uri, place.stageVariables);
  if (compiled.kind === 'invalid') {
    report('uri', compiled.message);
    return undefined;
  }
  if (compiled.kind === 'broken') return failing(compiled.message);
  if (httpMethod !== undefined && httpMethod !== 'POST') {
    return failing(`Lambda functions are invoked with POST, and the integration's HTTP method is ${httpMethod}.`);
  }
  return new LambdaTarget(compiled.uri, place, timeoutInMillis);
}

function failing(problem: string): LambdaProxyPlan {
  const error = configurationError(problem);
  return { build: () => error };
}

/** From Lambda's answer to the client's. */
export function proxyResultOf(status: number, headers: HeaderList, body: Buffer | null): ProxyResult | GatewayError {
  const json = body === null ? '' : body.toString('utf8');
  if (status !== 200) return invokeRefused(status, json, headers);
  if (functionErrorOf(headers) !== undefined) return functionFailed(json, headers);
  return readProxyResult(json) ?? MALFORMED_PROXY_RESPONSE;
}
