// TestInvokeAuthorizer: asks one authorizer of a definition that need not be deployed. Nothing is taken from the cache, nothing is kept.
// https://docs.aws.amazon.com/apigateway/latest/api/API_TestInvokeAuthorizer.html
import { askAuthorizer } from '../authorizers/ask-authorizer';
import { UNAUTHORIZED } from '../authorizers/authorizer-failure';
import { identityOf } from '../authorizers/identity';
import { GatewayError } from '../errors/gateway-error';
import { TEST_DOOR } from '../http/door';
import type { AuthorizerDefinition, CompileError, RestApiDefinition } from '../model';
import { Exchange, type Routed } from '../pipeline/exchange';
import type { Services } from '../pipeline/services';
import { authorizeUserPool } from '../pipeline/steps/authorize-user-pool';
import { methodArnOf } from '../policy/invoke-request';
import { compileStage } from '../snapshot/compile';
import type { Snapshot } from '../snapshot/snapshot';
import { received } from './in-process';

export interface TestAuthorizerRequest {
  readonly definition: RestApiDefinition;
  readonly authorizerId: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** Without the question mark, percent-encoded. */
  readonly query: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** $context.identity.sourceIp; empty: this machine's. */
  readonly sourceIp: string;
}

export interface TestAuthorizerResponse {
  /** What a client would get; 0, as on AWS: it answered, whatever its policy says. */
  readonly clientStatus: number;
  readonly latencyMs: number;
  readonly principalId: string;
  /** JSON, indented; empty: there is none. */
  readonly policy: string;
  readonly context: Readonly<Record<string, string>>;
  readonly usageIdentifierKey: string;
  readonly claims: Readonly<Record<string, string>>;
  readonly log: readonly string[];
}

export type TestAuthorizerResult =
  | { readonly ok: true; readonly response: TestAuthorizerResponse }
  /** The authorizer does not compile. */
  | { readonly ok: false; readonly errors: readonly CompileError[] };

const STAGE = 'test-invoke-stage';

export async function testAuthorizer(
  services: Services,
  current: Snapshot,
  request: TestAuthorizerRequest,
): Promise<TestAuthorizerResult> {
  const { authorizers = {} } = request.definition;
  const authorizer = Object.hasOwn(authorizers, request.authorizerId) ? authorizers[request.authorizerId] : undefined;
  if (authorizer === undefined) throw new Error('The authorizer that should be tested is not in the definition.');
  const { stage, errors } = compileStage(stageWith(request, authorizer), { isMetered: false });
  const route = stage?.routeList[0];
  if (stage === null || route === undefined) return { ok: false, errors };
  const x = exchangeOf(services, current, request);
  const routed = Object.assign(x, { stage, route });
  const startedAt = performance.now();
  const found = route.userPools === null ? await ask(routed) : await verify(routed);
  const latencyMs = Math.round(performance.now() - startedAt);
  const error = found instanceof GatewayError ? found : null;
  const answer = found instanceof GatewayError ? NOTHING : found;
  const log = [
    `(${x.requestId}) Starting authorizer: ${authorizer.id} (${authorizer.name})`,
    ...(error?.internal ? [`(${x.requestId}) ${error.internal}`] : []),
    error === null
      ? `(${x.requestId}) Successfully completed authorizer execution in ${latencyMs} ms`
      : `(${x.requestId}) ${error.publicMessage ?? error.responseType}: status ${error.status}`,
  ];
  return { ok: true, response: { clientStatus: error?.status ?? 0, latencyMs, ...answer, log } };
}

type Found = Omit<TestAuthorizerResponse, 'clientStatus' | 'latencyMs' | 'log'>;
const NOTHING: Found = { principalId: '', policy: '', context: {}, usageIdentifierKey: '', claims: {} };

async function ask(x: Routed): Promise<Found | GatewayError> {
  const plan = x.route.lambdaAuthorizer;
  if (plan === null) return UNAUTHORIZED;
  const identity = identityOf(x, plan);
  if (identity === undefined) {
    const internal = 'An identity source is missing, empty, or not a token: nobody was asked.';
    return new GatewayError('UNAUTHORIZED', { internal });
  }
  const request = plan.request(x, methodArnOf(x), identity.token);
  if (request instanceof GatewayError) return request;
  const { answer, json } = await askAuthorizer(x.services.pools, request, plan.isFunction, x.startedAtMs);
  if (answer instanceof GatewayError) return answer;
  const { principalId, context, usageIdentifierKey } = answer.caller;
  const { policyDocument } = JSON.parse(json) as { readonly policyDocument: unknown };
  const policy = JSON.stringify(policyDocument, null, 2);
  return { principalId, policy, context: Object.fromEntries(context), usageIdentifierKey, claims: {} };
}

async function verify(x: Routed): Promise<Found | GatewayError> {
  const outcome = await authorizeUserPool.run(x);
  if (outcome instanceof GatewayError) return outcome;
  const claims = Object.fromEntries(x.caller?.claims ?? []);
  return { ...NOTHING, principalId: claims.sub ?? '', claims };
}

/** One method that asks it: the rest of the API may be unfinished. */
function stageWith({ definition, stageVariables }: TestAuthorizerRequest, authorizer: AuthorizerDefinition) {
  const { policy: _, ...rest } = definition;
  const asked = { ...authorizer, authorizerResultTtlInSeconds: 0 };
  return {
    ...{ id: STAGE, name: STAGE, deploymentId: STAGE, variables: stageVariables },
    ...{ cacheClusterEnabled: false, cacheSizeBytes: 0, methodSettings: {} },
    definition: {
      ...rest,
      authorizers: { [authorizer.id]: asked },
      gatewayResponses: {},
      models: {},
      resources: [{ id: STAGE, path: '/', methods: { GET: methodWith(authorizer) } }],
    },
  };
}

function methodWith({ id, type }: AuthorizerDefinition) {
  return {
    authorizationType: type === 'COGNITO_USER_POOLS' ? type : ('CUSTOM' as const),
    ...{ authorizerId: id, apiKeyRequired: false, operationName: '', requestParameters: {}, methodResponses: {} },
    integration: {
      ...{
        type: 'MOCK' as const,
        requestParameters: {},
        requestTemplates: {},
        passthroughBehavior: 'WHEN_NO_MATCH' as const,
      },
      ...{ timeoutInMillis: 29_000, cacheKeyParameters: [], integrationResponses: [] },
    },
  };
}

function exchangeOf(services: Services, current: Snapshot, request: TestAuthorizerRequest): Exchange {
  const { definition, query, sourceIp } = request;
  const headers = request.headers.flatMap(({ name, value }) => [name, value]);
  const sent = received({
    ...{ method: 'GET', target: `/${STAGE}/${query === '' ? '' : `?${query}`}`, door: TEST_DOOR },
    headers: ['Host', `${definition.id}.execute-api.${services.domain}`, ...headers],
    ...(sourceIp === '' ? {} : { sourceIp }),
  });
  const x = new Exchange(services, current, sent, NOBODY, null);
  x.fullPath = `/${STAGE}/`;
  x.rawQuery = query;
  return x;
}

/** No step that runs here answers. */
const NOBODY = { respond: () => {}, abort: () => {} };
