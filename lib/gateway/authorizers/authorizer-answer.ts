// What a Lambda authorizer returns, read strictly: nothing half-understood lets anybody in.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
import { GatewayError } from '../errors/gateway-error';
import { type CompiledPolicy, compilePolicy } from '../policy/compile-policy';
import { type Caller, callerOf } from './caller';

export interface AuthorizerAnswer {
  readonly caller: Caller;
  /** For requests that its cached answer counts for: nothing was waited for. */
  readonly laterCaller: Caller;
  readonly policies: readonly CompiledPolicy[];
}

type ContextEntry = readonly [string, string];

/** `json`: at most as long as the gateway takes. */
export function readAuthorizerAnswer(json: string, latencyMs: number): AuthorizerAnswer | GatewayError {
  let answer: unknown;
  try {
    answer = JSON.parse(json);
  } catch {
    return unusable('it is not JSON');
  }
  if (!isObject(answer)) return unusable('it is not a JSON object');
  const { principalId, policyDocument, context, usageIdentifierKey } = answer;
  if (typeof principalId !== 'string' || principalId === '') return unusable('principalId is not a text');
  if (!isObject(policyDocument)) return unusable('policyDocument is not an object');
  const entries = contextOf(context ?? {});
  if (typeof entries === 'string') return unusable(entries);
  if (usageIdentifierKey !== undefined && usageIdentifierKey !== null && typeof usageIdentifierKey !== 'string') {
    return unusable('usageIdentifierKey is not a text');
  }
  const known = { principalId, context: new Map(entries), usageIdentifierKey: usageIdentifierKey ?? '' };
  try {
    return {
      caller: callerOf({ ...known, integrationLatencyMs: latencyMs }),
      laterCaller: callerOf({ ...known, integrationLatencyMs: 0 }),
      policies: [compilePolicy(policyDocument, { kind: 'identity', name: 'authorizer policy' })],
    };
  } catch (error) {
    return unusable(`policyDocument: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Texts, numbers and booleans; a string says what is wrong. */
function contextOf(context: unknown): readonly ContextEntry[] | string {
  if (!isObject(context)) return 'context is not an object';
  const entries: ContextEntry[] = [];
  for (const [name, value] of Object.entries(context)) {
    if (value === null) continue;
    if (typeof value === 'object') return `context.${name} is an object or an array`;
    entries.push([name, String(value)]);
  }
  return entries;
}

/** 500 AuthorizerConfigurationException, `{"message":null}`. */
export const unusable = (problem: string): GatewayError =>
  new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', {
    internal: `Execution failed due to configuration error: Invalid authorizer response: ${problem}`,
  });

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
