// Who may call, without calling: a made-up request takes the pipeline's own way as far as its caller is decided about.
// Only what a caller would prove (a signature, a token, an authorizer's answer) is taken as given.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
import { readAuthorizerAnswer } from '../authorizers/authorizer-answer';
import { callerOf } from '../authorizers/caller';
import { AccessDeniedError } from '../errors/access-denied';
import { GatewayError, UNAUTHORIZED } from '../errors/gateway-error';
import type { Explanation } from '../explain/explanations';
import { DEFAULT_DOOR, tlsDoor, vpcEndpointDoor } from '../http/door';
import { RequestHead } from '../http/request-head';
import { PolicyCompiler, signerOf } from '../iam/signer';
import type { AuthorizationType, CompileError, MethodDefinition, MethodKey, RestApiDefinition } from '../model';
import { Exchange, type Routed } from '../pipeline/exchange';
import { gatewayResponse } from '../pipeline/finish/gateway-response';
import { ENTRY_STEPS } from '../pipeline/pipeline';
import type { Services } from '../pipeline/services';
import type { Step, StepName, StepOutcome } from '../pipeline/step';
import { admit as admitSigner } from '../pipeline/steps/authorize-iam';
import { decide as admitAnswer } from '../pipeline/steps/authorize-lambda';
import { tableOf } from '../pipeline/steps/decide-access';
import { Trace } from '../pipeline/trace';
import { explainExchange } from '../pipeline/trace-explain';
import { type AuthorizationTable, authorize } from '../policy/authorization';
import type { CompiledPolicy } from '../policy/compile-policy';
import { decisionOf, evaluate } from '../policy/evaluate';
import { InvokeRequest, methodArnOf } from '../policy/invoke-request';
import { IMPLICIT_DENY, type PolicyDecision, type PolicyEffect } from '../policy/policy-decision';
import type { PolicyRequest } from '../policy/policy-request';
import { compileStage } from '../snapshot/compile';
import { EMPTY_SNAPSHOT } from '../snapshot/snapshot';

export type SimulatedCaller =
  | { readonly kind: 'anonymous' }
  /** Somebody whose signature is right. */
  | {
      readonly kind: 'iam';
      readonly accountId: string;
      /** A session's, for a role. */
      readonly arn: string;
      /** "AIDA…", "AROA…:session". */
      readonly principalId: string;
      readonly policies: readonly { readonly name: string; readonly document: string }[];
    }
  /** Brings a token that the method takes. */
  | { readonly kind: 'user-pool' }
  /** What the method's Lambda authorizer answers, as JSON. */
  | { readonly kind: 'authorizer'; readonly answer: string };

export interface SimulateAccessRequest {
  readonly definition: RestApiDefinition;
  /** In ARNs. */
  readonly stageName: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly method: string;
  /** Below the stage, percent-encoded: "/pets/7". */
  readonly path: string;
  readonly caller: SimulatedCaller;
  readonly sourceIp: string;
  readonly atMs: number;
  /** Empty: not sent. */
  readonly userAgent: string;
  readonly referer: string;
  /** By a custom domain name's listener. */
  readonly isTls: boolean;
  /** Null: not by a VPC endpoint. */
  readonly vpcEndpoint: { readonly id: string; readonly vpcId: string } | null;
}

export interface ConsultedPolicy {
  readonly kind: 'resource' | 'identity' | 'authorizer';
  readonly name: string;
  /** JSON. */
  readonly document: string;
  /** What it says by itself. */
  readonly effect: PolicyEffect;
  /** Allows somebody of the caller's account: that account's own policies have the last word. */
  readonly isForAccount: boolean;
  /** The statement it says so by, from 0; -1: none of them is about the request. */
  readonly statement: number;
  /** All that are about the request. */
  readonly fitting: readonly number[];
}

/** One cell of AWS's table. Identity null: the table asks the resource policy only. */
export interface DecisionRow {
  readonly identity: PolicyEffect | null;
  readonly resource: PolicyEffect;
  readonly result: PolicyEffect;
  readonly isThis: boolean;
}

export interface SimulatedAccess {
  /** `refused`: not by policies. */
  readonly outcome: PolicyEffect | 'refused';
  /** "GET /pets/{petId}"; empty: no method answers. */
  readonly route: string;
  readonly authorizationType: AuthorizationType | null;
  readonly resourceArn: string;
  /** Null: no policy decided. */
  readonly table: AuthorizationTable | null;
  readonly rows: readonly DecisionRow[];
  /** In the order in which they were asked. */
  readonly consulted: readonly ConsultedPolicy[];
  /** What a client gets; null: the request goes on to keys, limits and the integration. */
  readonly response: {
    readonly status: number;
    readonly headers: readonly { readonly name: string; readonly value: string }[];
    readonly body: string;
  } | null;
  /** Null: the caller gets in. */
  readonly explanation: Explanation | null;
}

export type SimulateAccessResult =
  | { readonly ok: true; readonly access: SimulatedAccess }
  /** What callers are decided by does not compile. */
  | { readonly ok: false; readonly errors: readonly CompileError[] };

export function simulateAccess(services: Services, request: SimulateAccessRequest): SimulateAccessResult {
  const definition = accessOnly(request.definition);
  const { stageName } = request;
  const { stage, errors } = compileStage({
    ...{ id: stageName, name: stageName, deploymentId: stageName, definition, variables: request.stageVariables },
    ...{ cacheClusterEnabled: false, cacheSizeBytes: 0, methodSettings: {} },
  });
  if (stage === null) return { ok: false, errors };
  const snapshot = {
    ...EMPTY_SNAPSHOT,
    apis: new Map([[definition.id, new Map([[stageName, stage]])]]),
    stages: new Map([[stageName, stage]]),
  };
  const x = new Exchange(services, snapshot, receivedOf(services, request), NOBODY_LISTENS, null);
  const own: OwnPolicy[] = [];
  const outcome = run(x, request.caller, own);
  return { ok: true, access: tell(x, outcome, own, definition.policy ?? '') };
}

/** What is compiled and run: nothing of what comes after the decision, which may be unfinished, large, or slow. */
function accessOnly(definition: RestApiDefinition): RestApiDefinition {
  const { models: _, ...rest } = definition;
  return {
    ...rest,
    // A custom domain name may lead here all the same.
    disableExecuteApiEndpoint: false,
    resources: definition.resources.map((resource) => ({
      ...resource,
      methods: Object.fromEntries(
        Object.entries(resource.methods).map(([key, method]): [string, MethodDefinition] => [key, callersOnly(method)]),
      ) as Partial<Record<MethodKey, MethodDefinition>>,
    })),
  };
}

const callersOnly = (method: MethodDefinition): MethodDefinition => ({
  authorizationType: method.authorizationType,
  ...(method.authorizerId === undefined ? {} : { authorizerId: method.authorizerId }),
  ...(method.authorizationScopes === undefined ? {} : { authorizationScopes: method.authorizationScopes }),
  ...{ apiKeyRequired: false, operationName: '', requestParameters: {} },
  methodResponses: { '200': { responseParameters: {} } },
  integration: {
    type: 'MOCK',
    ...{ requestParameters: {}, requestTemplates: {}, passthroughBehavior: 'WHEN_NO_MATCH', timeoutInMillis: 29_000 },
    cacheKeyParameters: [],
    integrationResponses: [{ statusCode: '200', selectionPattern: '', responseParameters: {}, responseTemplates: {} }],
  },
});

function receivedOf(services: Services, request: SimulateAccessRequest) {
  const headers = ['Host', `${request.definition.id}.execute-api.${services.domain}`];
  if (request.userAgent !== '') headers.push('User-Agent', request.userAgent);
  if (request.referer !== '') headers.push('Referer', request.referer);
  const { vpcEndpoint, isTls, sourceIp, method } = request;
  const plainDoor = isTls ? tlsDoor('', null) : DEFAULT_DOOR;
  return {
    ...{ method, target: `/${request.stageName}${request.path}`, headers, head: new RequestHead(headers), body: null },
    ...{ protocol: 'HTTP/1.1', sourceIp, peerIp: sourceIp, serverPort: isTls ? 443 : 80 },
    door: vpcEndpoint === null ? plainDoor : vpcEndpointDoor(vpcEndpoint.id, vpcEndpoint.vpcId),
  };
}

const NOBODY_LISTENS = { respond: () => undefined, abort: () => undefined };

/** What decides about callers; the first other step means that the caller is in. */
const DECIDING: ReadonlySet<StepName> = new Set<StepName>([
  ...(['refuse-unprotected', 'refuse-denied-callers', 'decide-access'] as const),
  ...(['authorize-iam', 'authorize-user-pool', 'authorize-lambda'] as const),
]);
const PROVING: ReadonlySet<StepName> = new Set(['authorize-iam', 'authorize-user-pool', 'authorize-lambda']);

/** A policy of the caller's, or of what the authorizer answered. */
interface OwnPolicy {
  readonly kind: 'identity' | 'authorizer';
  readonly policy: CompiledPolicy;
  readonly document: string;
}

/** Undefined: the caller is in. */
function run(x: Exchange, caller: SimulatedCaller, own: OwnPolicy[]): StepOutcome {
  for (const step of ENTRY_STEPS) {
    const outcome = runNow(step, x);
    if (outcome !== undefined) return outcome;
  }
  for (const step of x.route?.steps ?? []) {
    if (!DECIDING.has(step.name)) return undefined;
    const outcome = PROVING.has(step.name) ? prove(step, x as Routed, caller, own) : runNow(step, x);
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

/** None of the steps that run here waits for anything. */
function runNow(step: Step<Exchange>, x: Exchange): StepOutcome {
  const outcome = step.run(x);
  if (outcome instanceof Promise) throw new Error(`${step.name} must not wait in a simulation.`);
  return outcome;
}

/** In place of the steps that ask for proof. Whoever brings none gets their answer to that. */
function prove(step: Step<Exchange>, x: Routed, caller: SimulatedCaller, own: OwnPolicy[]): StepOutcome {
  switch (step.name) {
    case 'authorize-iam':
      return caller.kind === 'iam' ? proveSignature(x, caller, own) : runNow(step, x);
    case 'authorize-lambda':
      return caller.kind === 'authorizer' ? proveAnswer(x, caller.answer, own) : UNAUTHORIZED;
    default:
      if (caller.kind !== 'user-pool') return runNow(step, x);
      x.caller = callerOf({ claims: new Map() });
      return undefined;
  }
}

const NO_KEY = { accessKeyId: '', secretAccessKey: '' };

function proveSignature(
  x: Routed,
  { accountId, arn, principalId, policies }: Extract<SimulatedCaller, { kind: 'iam' }>,
  own: OwnPolicy[],
): StepOutcome {
  const compiler = new PolicyCompiler();
  const compiled = policies.map((it) => ({ policy: compiler.compile(it), document: it.document }));
  own.push(...compiled.map((it) => ({ kind: 'identity' as const, ...it })));
  const signer = signerOf(
    { accountId, arn, principalId },
    NO_KEY,
    compiled.map(({ policy }) => policy),
  );
  return admitSigner(x, signer);
}

function proveAnswer(x: Routed, json: string, own: OwnPolicy[]): StepOutcome {
  const answer = readAuthorizerAnswer(json, 0);
  if (answer instanceof GatewayError) return answer;
  const { policyDocument } = JSON.parse(json) as { readonly policyDocument: unknown };
  const document = JSON.stringify(policyDocument);
  own.push(...answer.policies.map((policy) => ({ kind: 'authorizer' as const, policy, document })));
  admitAnswer(x, answer, false);
  return undefined;
}

// ---- what came of it

function tell(x: Exchange, outcome: StepOutcome, own: readonly OwnPolicy[], policy: string): SimulatedAccess {
  const { stage, route } = x;
  const error = outcome instanceof GatewayError ? outcome : null;
  x.error = error;
  const at = stage === null || route === null ? null : (x as Routed);
  const isDecided = x.identityDecision !== null || x.resourceDecision !== null;
  const table = at !== null && isDecided ? tableOf(at) : null;
  return {
    outcome: outcomeOf(outcome),
    route: route === null ? '' : `${route.methodKey} ${route.resourcePath}`,
    authorizationType: route?.authorizationType ?? null,
    resourceArn: at === null ? '' : methodArnOf(at),
    table,
    rows: table === null ? [] : rowsOf(table, x.identityDecision, x.resourceDecision),
    consulted: at === null ? [] : consultedBy(at, own, policy),
    response: error === null ? null : responseOf(x),
    explanation: error === null ? null : explained(x),
  };
}

function outcomeOf(outcome: StepOutcome): SimulatedAccess['outcome'] {
  if (outcome === undefined) return 'allow';
  if (!(outcome instanceof AccessDeniedError)) return 'refused';
  return outcome.statement === '' ? 'implicitDeny' : 'explicitDeny';
}

function responseOf(x: Exchange): SimulatedAccess['response'] {
  const { status, headers, body } = gatewayResponse(x);
  const pairs = headers.flatMap((name, index) => (index % 2 === 0 ? [{ name, value: headers[index + 1] ?? '' }] : []));
  return { status, headers: pairs, body: typeof body === 'string' ? body : '' };
}

function explained(x: Exchange): Explanation | null {
  if (x.stage !== null) return explainExchange(x, new Trace('TEST'));
  return {
    cause: 'The API can’t be reached this way: its type of endpoint has another door.',
    fix: 'A private API is called through a VPC endpoint, every other one without.',
  };
}

function consultedBy(x: Routed, own: readonly OwnPolicy[], document: string): ConsultedPolicy[] {
  const request = new InvokeRequest(x);
  const mine = own.map((it) => consulted(it, request));
  if (x.resourceDecision === null) return mine;
  const resource = x.stage.policies.map((policy) => consulted({ kind: 'resource', policy, document }, request));
  // A Lambda authorizer is asked about whom the resource policy does not deny.
  return x.route.authorizationType === 'CUSTOM' ? [...resource, ...mine] : [...mine, ...resource];
}

function consulted(
  { kind, policy, document }: Pick<ConsultedPolicy, 'kind'> & Omit<OwnPolicy, 'kind'>,
  request: PolicyRequest,
): ConsultedPolicy {
  const { effect, isForAccount, statement } = evaluate([policy], request);
  const fitting = policy.statements.flatMap((it, index) => (decisionOf(it, request) === null ? [] : [index]));
  return { kind, name: policy.name, document, effect, isForAccount, statement, fitting };
}

const EFFECTS: readonly PolicyEffect[] = ['allow', 'implicitDeny', 'explicitDeny'];

/** The whole table, as the function that decides fills it in. */
function rowsOf(
  table: AuthorizationTable,
  identity: PolicyDecision | null,
  resource: PolicyDecision | null,
): DecisionRow[] {
  // Within an account, to name the account says neither yes nor no.
  const isSilent = table === 'same-account' && resource?.isForAccount === true;
  const said = isSilent ? 'implicitDeny' : (resource?.effect ?? 'implicitDeny');
  const decision = (effect: PolicyEffect): PolicyDecision => ({ ...IMPLICIT_DENY, effect });
  const asked: readonly (PolicyEffect | null)[] = table === 'resource-only' ? [null] : EFFECTS;
  return asked.flatMap((own) =>
    EFFECTS.map((effect) => ({
      identity: own,
      resource: effect,
      result: authorize(table, own === null ? null : decision(own), decision(effect)).effect,
      // Identity null: denied before anybody asked the authorizer, whatever it would have said.
      isThis: effect === said && (identity === null || own === identity.effect),
    })),
  );
}
