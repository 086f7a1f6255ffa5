// An IAM policy document → something that answers requests in microseconds, or an error that names its place.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
import { JsonSyntaxError, readJson } from '../mapping/read-json';
import { isRecord, parseStrictObject } from '../user-pools/strict-json';
import { type Condition, compileCondition } from './condition';
import type { PolicyDecision } from './policy-decision';
import { PolicyError } from './policy-error';
import { compileText, type PolicyText } from './policy-text';
import { compilePrincipal, type PrincipalPattern } from './principal';

/** `trust`: who may assume a role, a resource policy whose resource is the role. */
export type PolicyKind = 'resource' | 'identity' | 'trust';

export interface PolicyOptions {
  readonly kind: PolicyKind;
  /** Named in decisions; default: "resource policy", "identity policy" … */
  readonly name?: string;
  /** "arn:aws:execute-api:us-east-1:000000000000:a1b2c3": what "execute-api:/" stands for. */
  readonly apiArn?: string;
}

/** Characters; spaces and line ends of identity policies do not count. */
export const MAX_POLICY_LENGTH: Readonly<Record<PolicyKind, number>> = {
  resource: 8192,
  identity: 20_480,
  trust: 20_480,
};

export interface CompiledStatement {
  readonly isAllow: boolean;
  /** Null: not asked (identity policies). */
  readonly principal: PrincipalPattern | null;
  readonly isPrincipalNegated: boolean;
  readonly actions: readonly PolicyText[];
  readonly isActionNegated: boolean;
  /** Null: not asked (trust policies). */
  readonly resources: readonly PolicyText[] | null;
  readonly isResourceNegated: boolean;
  readonly conditions: readonly Condition[];
  readonly decision: PolicyDecision;
  /** The same, where it allows by the principal's account only. */
  readonly accountDecision: PolicyDecision;
}

export interface CompiledPolicy {
  readonly name: string;
  readonly statements: readonly CompiledStatement[];
}

const MEMBERS = new Set(['Version', 'Id', 'Statement']);
const STATEMENT_MEMBERS = new Set([
  ...['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
]);
const VERSIONS = ['2012-10-17', '2008-10-17'];

/** Throws a PolicyError. `document`: its text, or what the text says. */
export function compilePolicy(document: unknown, options: PolicyOptions): CompiledPolicy {
  const limit = MAX_POLICY_LENGTH[options.kind];
  const policy = typeof document === 'string' ? parse(document, options.kind, limit) : document;
  if (!isRecord(policy)) throw new PolicyError('', 'A policy is a JSON object with Version and Statement.');
  refuseUnknown(policy, MEMBERS, '');
  const version = policy.Version;
  if (version !== undefined && (typeof version !== 'string' || !VERSIONS.includes(version))) {
    throw new PolicyError('Version', 'The version is 2012-10-17 (or 2008-10-17, which has no policy variables).');
  }
  if (policy.Id !== undefined && typeof policy.Id !== 'string') throw new PolicyError('Id', 'The id is a text.');
  const { Statement: statement } = policy;
  if (statement === undefined) throw new PolicyError('Statement', 'The policy has no Statement.');
  const list: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  if (list.length === 0) throw new PolicyError('Statement', 'At least one statement is needed.');
  const name = options.name ?? `${options.kind} policy`;
  const hasVariables = version === '2012-10-17';
  const sids = new Set<string>();
  const statements = list.map((it, index) => {
    const place = Array.isArray(statement) ? `Statement[${index}]` : 'Statement';
    const compiled = compileStatement(it, { ...options, name, hasVariables, index, place });
    const { sid } = compiled.decision;
    if (sid !== '' && sids.has(sid)) throw new PolicyError(`${place}.Sid`, `Two statements have the Sid "${sid}".`);
    sids.add(sid);
    return compiled;
  });
  return { name, statements };
}

function parse(text: string, kind: PolicyKind, limit: number): unknown {
  const counted = kind === 'resource' || text.length <= limit ? text : text.replace(/\s+/g, '');
  if (counted.length > limit) {
    throw new PolicyError('', `The policy has ${counted.length} characters; ${limit} are allowed.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PolicyError(...syntaxPlace(text));
  }
  if (isRecord(value) && parseStrictObject(text) === undefined) {
    throw new PolicyError('', 'A name stands twice in the same object, or objects are nested deeper than 32 levels.');
  }
  return value;
}

function syntaxPlace(text: string): [place: string, message: string] {
  try {
    readJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) {
      const message = error.message.replace(/ \(line \d+, column \d+\)$/, '');
      return [`line ${error.line}, column ${error.column}`, message];
    }
  }
  return ['line 1, column 1', 'This is not JSON.'];
}

interface StatementScope extends PolicyOptions {
  readonly name: string;
  readonly hasVariables: boolean;
  readonly index: number;
  readonly place: string;
}

function compileStatement(value: unknown, scope: StatementScope): CompiledStatement {
  const { place, name, index, hasVariables } = scope;
  if (!isRecord(value)) throw new PolicyError(place, 'A statement is an object.');
  refuseUnknown(value, STATEMENT_MEMBERS, place);
  const { Effect: effect, Sid: sid = '', Condition: condition } = value;
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw new PolicyError(`${place}.Effect`, 'The effect is "Allow" or "Deny".');
  }
  if (typeof sid !== 'string') throw new PolicyError(`${place}.Sid`, 'The Sid is a text.');
  const isAllow = effect === 'Allow';
  const actions = oneOfTwo(value, 'Action', 'NotAction', place);
  const decision: PolicyDecision = {
    effect: isAllow ? 'allow' : 'explicitDeny',
    ...{ policy: name, statement: index, sid, isForAccount: false },
  };
  return {
    isAllow,
    ...compileWho(value, scope, isAllow),
    actions: textsOf(actions.value, actions.place).map(([text, where]) => compileAction(text, where)),
    isActionNegated: actions.isNegated,
    ...compileWhat(value, scope),
    conditions: condition === undefined ? [] : compileCondition(condition, `${place}.Condition`, hasVariables),
    decision,
    accountDecision: { ...decision, isForAccount: true },
  };
}

function compileWho(
  value: Readonly<Record<string, unknown>>,
  { kind, place }: StatementScope,
  isAllow: boolean,
): Pick<CompiledStatement, 'principal' | 'isPrincipalNegated'> {
  if (kind === 'identity') {
    for (const member of ['Principal', 'NotPrincipal']) {
      if (value[member] === undefined) continue;
      throw new PolicyError(`${place}.${member}`, 'The policy of an identity says nothing of principals: remove it.');
    }
    return { principal: null, isPrincipalNegated: false };
  }
  const who = oneOfTwo(value, 'Principal', 'NotPrincipal', place);
  if (who.isNegated && isAllow) {
    throw new PolicyError(
      who.place,
      'NotPrincipal goes with "Effect": "Deny" only: to allow all but some lets in all.',
    );
  }
  return { principal: compilePrincipal(who.value, who.place), isPrincipalNegated: who.isNegated };
}

function compileWhat(
  value: Readonly<Record<string, unknown>>,
  { kind, place, hasVariables, apiArn }: StatementScope,
): Pick<CompiledStatement, 'resources' | 'isResourceNegated'> {
  if (kind === 'trust') {
    for (const member of ['Resource', 'NotResource']) {
      if (value[member] === undefined) continue;
      throw new PolicyError(`${place}.${member}`, 'A trust policy is about its own role: remove it.');
    }
    return { resources: null, isResourceNegated: false };
  }
  const what = oneOfTwo(value, 'Resource', 'NotResource', place);
  const resources = textsOf(what.value, what.place).map(([text, where]) => {
    const expanded = expandResource(text, apiArn);
    if (expanded !== '*' && !/^(arn|\*|\$\{)/.test(expanded)) {
      throw new PolicyError(
        where,
        `"${text}" is neither "*" nor an ARN${kind === 'resource' ? ', nor "execute-api:/…"' : ''}.`,
      );
    }
    return compileText(expanded, { hasWildcards: true, hasVariables }, where);
  });
  return { resources, isResourceNegated: what.isNegated };
}

/**
 * "execute-api:/prod/GET/pets" is short for the API's own ARN.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
 */
export function expandResource(resource: string, apiArn: string | undefined): string {
  if (apiArn === undefined || !resource.startsWith('execute-api:/')) return resource;
  return `${apiArn}${resource.slice('execute-api:'.length)}`;
}

function compileAction(text: string, place: string): PolicyText {
  if (text !== '*' && !/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(text)) {
    throw new PolicyError(place, `"${text}" is neither "*" nor an action like execute-api:Invoke.`);
  }
  // Requests bring theirs in lower case.
  return compileText(text.toLowerCase(), { hasWildcards: true, hasVariables: false }, place);
}

function oneOfTwo(
  value: Readonly<Record<string, unknown>>,
  name: string,
  negated: string,
  place: string,
): { readonly value: unknown; readonly isNegated: boolean; readonly place: string } {
  const has = value[name] !== undefined;
  if (has === (value[negated] !== undefined)) {
    throw new PolicyError(place, has ? `${name} and ${negated} exclude each other.` : `${name} is missing.`);
  }
  const member = has ? name : negated;
  return { value: value[member], isNegated: !has, place: `${place}.${member}` };
}

function textsOf(value: unknown, place: string): [text: string, place: string][] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new PolicyError(place, 'At least one entry is needed.');
  return list.map((it, index) => {
    const where = Array.isArray(value) ? `${place}[${index}]` : place;
    if (typeof it !== 'string' || it === '') throw new PolicyError(where, 'A text is expected here.');
    return [it, where];
  });
}

function refuseUnknown(value: Readonly<Record<string, unknown>>, known: ReadonlySet<string>, place: string): void {
  for (const name of Object.keys(value)) {
    if (known.has(name)) continue;
    throw new PolicyError(place === '' ? name : `${place}.${name}`, `Policies have no "${name}" here.`);
  }
}
