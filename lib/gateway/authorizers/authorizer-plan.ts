// A Lambda authorizer of a method, compiled with its stage: where it finds the caller's identity, whom it asks, and what it
// sends. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
import { createHash } from 'node:crypto';
import { RE2JS } from 're2js';
import type { GatewayError } from '../errors/gateway-error';
import type { IntegrationView } from '../integrations/integration-view';
import { EventBuilder } from '../integrations/lambda-event';
import type { LambdaPlace } from '../integrations/lambda-proxy';
import { LambdaTarget } from '../integrations/lambda-target';
import { compileLambdaUri } from '../integrations/lambda-uri';
import { fillStageVariables } from '../integrations/stage-variables';
import type { AuthorizerDefinition } from '../model';
import { Backend } from '../upstream/backend';
import { UpstreamRequest } from '../upstream/upstream-request';
import { configurationFailure } from './authorizer-failure';
import { compileIdentitySources, type IdentitySource } from './identity-sources';

type Report = (place: string, message: string) => void;

/** A function may run for 30 seconds before its API gives up. */
const TIMEOUT_MS = 29_000;

export interface LambdaAuthorizerPlan {
  readonly id: string;
  readonly type: 'TOKEN' | 'REQUEST';
  /** A function answers as Lambda does; otherwise it is a URL that is sent the event. */
  readonly isFunction: boolean;
  /** 0: every request asks. */
  readonly ttlMs: number;
  readonly sources: readonly IdentitySource[];
  /** Null: every token is asked about. */
  readonly tokenPattern: RE2JS | null;
  /** Begins every key of the cache: nothing is answered from what another authorizer, or an older state of this one, said. */
  readonly scope: string;
  request(x: IntegrationView, methodArn: string, token: string): UpstreamRequest | GatewayError;
}

/** Null: reported. */
export function compileLambdaAuthorizer(
  definition: AuthorizerDefinition,
  stageId: string,
  place: LambdaPlace,
  report: Report,
): LambdaAuthorizerPlan | null {
  const { id, type, authorizerUri = '', identitySource = '', authorizerResultTtlInSeconds: ttlSeconds } = definition;
  if (type === 'COGNITO_USER_POOLS') return null;
  const sources = compileIdentitySources(identitySource, place.stageVariables);
  if (typeof sources === 'string') {
    report('identitySource', sources);
    return null;
  }
  if (type === 'TOKEN' && sources.length !== 1) {
    report('identitySource', 'A TOKEN authorizer takes its token from one header.');
    return null;
  }
  if (sources.length === 0 && ttlSeconds > 0) {
    report('identitySource', 'Results are cached by identity sources, and there is none.');
    return null;
  }
  const tokenPattern = compilePattern(definition.identityValidationExpression ?? '', report);
  const asked = compileTarget(id, authorizerUri, place, report);
  if (asked === null) return null;
  const events = new EventBuilder(place);
  const hash = createHash('sha256')
    .update(JSON.stringify([definition, place.stageVariables]))
    .digest('base64url');
  return {
    ...{ id, type, sources, tokenPattern, isFunction: asked.isFunction, ttlMs: ttlSeconds * 1000 },
    scope: `${stageId} ${id} ${hash}`,
    request: (x, methodArn, token) =>
      asked.request(
        x,
        type === 'TOKEN'
          ? `{"type":"TOKEN","authorizationToken":${JSON.stringify(token)},"methodArn":${JSON.stringify(methodArn)}}`
          : events.authorizerEvent(x, methodArn),
      ),
  };
}

function compilePattern(expression: string, report: Report): RE2JS | null {
  if (expression === '') return null;
  try {
    return RE2JS.compile(expression);
  } catch {
    report('identityValidationExpression', 'Not a valid regular expression.');
    return null;
  }
}

interface Asked {
  readonly isFunction: boolean;
  request(x: IntegrationView, event: string): UpstreamRequest | GatewayError;
}

function compileTarget(id: string, text: string, place: LambdaPlace, report: Report): Asked | null {
  const { text: uri, usesVariables } = fillStageVariables(text.trim(), place.stageVariables);
  // Right but for its stage variables: calls fail, as on AWS.
  const wrong = (message: string): Asked | null => {
    if (!usesVariables) {
      report('authorizerUri', message);
      return null;
    }
    const failure = configurationFailure(message);
    return { isFunction: true, request: () => failure };
  };
  if (/^https?:/i.test(uri)) {
    if (!URL.canParse(uri)) return wrong('The authorizer’s URL is not one.');
    const { origin, pathname, search, username, password } = new URL(uri);
    if (username !== '' || password !== '') return wrong('A URL can’t hold a user name or password.');
    const backend = new Backend(origin);
    const path = pathname + search;
    const userAgent = `AmazonAPIGateway_${place.apiId}`;
    return {
      isFunction: false,
      request: (x, event) => {
        const headers = ['User-Agent', userAgent, 'Content-Type', 'application/json', 'X-Amzn-Trace-Id', x.traceId];
        return new UpstreamRequest(backend, 'POST', path, headers, false, Buffer.from(event, 'utf8'), TIMEOUT_MS);
      },
    };
  }
  const compiled = compileLambdaUri(text, place.stageVariables);
  if (compiled.kind !== 'function') return wrong(compiled.message);
  const { region } = compiled.uri;
  const sourceArn = `arn:aws:execute-api:${region}:${place.accountId}:${place.apiId}/authorizers/${id}`;
  const target = new LambdaTarget(compiled.uri, place, TIMEOUT_MS, sourceArn);
  return {
    isFunction: true,
    request: (x, event) => {
      const request = target.request(x.snapshot.functions, Buffer.from(event, 'utf8'), x.traceId, []);
      return request instanceof UpstreamRequest ? request : configurationFailure(request.internal);
    },
  };
}
