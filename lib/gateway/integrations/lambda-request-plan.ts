// AWS with a function ("Lambda custom"): what is sent is a template's text or the client's body, and mapped headers say
// how the function is invoked.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-custom-integrations.html
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-integration-async.html
import { configurationError, type GatewayError, UNSUPPORTED_MEDIA_TYPE } from '../errors/gateway-error';
import { headerValue, safeHeaderValue } from '../http/headers';
import type { MappingScope } from '../mapping/expression';
import { hasHeader } from '../mapping/overrides';
import type { IntegrationDefinition, PassthroughBehavior } from '../model';
import type { UpstreamRequest } from '../upstream/upstream-request';
import type { IntegrationView } from './integration-view';
import { compileTarget, type LambdaPlace } from './lambda-proxy';
import { LambdaTarget } from './lambda-target';
import { compileParameters, type HeaderMapping, overriddenTwice } from './parameter-plan';
import { type BodyTemplate, chooseBody, compileBodyTemplates } from './request-body-plan';

type Report = (place: string, message: string) => void;

export interface LambdaRequestPlan {
  build(request: IntegrationView): UpstreamRequest | GatewayError;
}

const HEADER_PREFIX = 'integration.request.header.';
/** The headers of Invoke; Lambda has no use for others. */
const INVOKE_HEADERS: ReadonlySet<string> = new Set([
  'x-amz-client-context',
  'x-amz-invocation-type',
  'x-amz-log-type',
]);
/** A mapping onto one of these makes API Gateway answer 500, besides those that it keeps from every integration. */
const RESERVED_TARGETS: ReadonlySet<string> = new Set(
  ['authorization', 'connection', 'expect', 'proxy-authenticate', 'te'].map((name) => HEADER_PREFIX + name),
);
/** What a function gets when there is nothing to send. */
const NO_EVENT = Buffer.from('{}', 'utf8');

/** Undefined: reported. */
export function compileLambdaRequest(
  place: LambdaPlace,
  definition: IntegrationDefinition,
  scope: MappingScope,
  report: Report,
): LambdaRequestPlan | undefined {
  const target = compileTarget(place, definition, report);
  const parameters = compileParameters(definition, scope, report);
  const templates = compileBodyTemplates(definition.requestTemplates, scope.stageVariables, report);
  if (!(target instanceof LambdaTarget)) return target;
  const reserved = Object.keys(definition.requestParameters).find((mapped) =>
    RESERVED_TARGETS.has(mapped.toLowerCase()),
  );
  const problem =
    parameters.problem ??
    (reserved === undefined ? undefined : `${reserved.slice(HEADER_PREFIX.length)} header already present`);
  if (problem !== undefined) {
    const error = configurationError(problem);
    return { build: () => error };
  }
  const headers = parameters.headers.filter(({ lowerName }) => INVOKE_HEADERS.has(lowerName));
  return new TemplatePlan(target, headers, templates, definition.passthroughBehavior);
}

class TemplatePlan implements LambdaRequestPlan {
  readonly #target: LambdaTarget;
  readonly #headers: readonly HeaderMapping[];
  readonly #templates: ReadonlyMap<string, BodyTemplate>;
  readonly #behavior: PassthroughBehavior;

  constructor(
    target: LambdaTarget,
    headers: readonly HeaderMapping[],
    templates: ReadonlyMap<string, BodyTemplate>,
    behavior: PassthroughBehavior,
  ) {
    this.#target = target;
    this.#headers = headers;
    this.#templates = templates;
    this.#behavior = behavior;
  }

  build(request: IntegrationView): UpstreamRequest | GatewayError {
    const choice = chooseBody(this.#templates, this.#behavior, headerValue(request.headers, 'content-type'));
    if (choice === 'unsupported') return UNSUPPORTED_MEDIA_TYPE;
    const body = choice === 'passthrough' ? request.bodyBytes : choice.template.render(request);
    // The template is rendered: what it overrides is known.
    const { overrides } = request;
    if (overrides !== null && overrides.conflict !== undefined) return overriddenTwice(overrides.conflict);
    const headers: string[] = [];
    for (const { name, lowerName, source } of this.#headers) {
      const value = source.kind === 'constant' ? source.value : source.read(request);
      const isOverridden = overrides !== null && hasHeader(overrides.request.header, lowerName);
      if (value !== undefined && !isOverridden) headers.push(name, safeHeaderValue(value));
    }
    if (overrides !== null) {
      for (const [name, values] of overrides.request.header) {
        if (INVOKE_HEADERS.has(name.toLowerCase())) headers.push(name, safeHeaderValue(values.join(',')));
      }
    }
    const event = body === null || body.length === 0 ? NO_EVENT : body;
    return this.#target.request(request.snapshot.functions, event, request.traceId, headers);
  }
}
