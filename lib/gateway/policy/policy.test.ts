import { describe, expect, it } from 'vitest';
import { authorize } from './authorization';
import { compilePolicy, type PolicyOptions } from './compile-policy';
import { evaluate } from './evaluate';
import { IMPLICIT_DENY, type PolicyDecision } from './policy-decision';
import type { ContextValue, PolicyPrincipal, PolicyRequest } from './policy-request';

const API = 'arn:aws:execute-api:us-east-1:000000000000:a1b2c3';
const PETS = `${API}/prod/GET/pets`;
const MIA = 'arn:aws:iam::111122223333:user/mia';
const ROLE = 'arn:aws:iam::111122223333:role/reader';

const principalOf = (arns: readonly string[], accountId = '111122223333'): PolicyPrincipal => ({
  ...{ accountId, arns, userId: 'AIDAABCDEFGHIJKLMNOP', service: '', federated: '' },
});

interface Asked {
  readonly action?: string;
  readonly resource?: string;
  readonly principal?: PolicyPrincipal | null;
  readonly context?: Readonly<Record<string, ContextValue>>;
}

const requestOf = ({ action, resource, principal, context = {} }: Asked): PolicyRequest => ({
  lowerAction: (action ?? 'execute-api:Invoke').toLowerCase(),
  resource: resource ?? PETS,
  principal: principal ?? null,
  contextValue: (key) => context[key],
});

const resourcePolicy: PolicyOptions = { kind: 'resource', apiArn: API };
const statement = (more: object): object => ({
  ...{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' },
  ...more,
});
const policyOf = (...statements: readonly object[]): object => ({ Version: '2012-10-17', Statement: statements });
const answer = (document: unknown, asked: Asked = {}, options = resourcePolicy): string =>
  evaluate([compilePolicy(document, options)], requestOf(asked)).effect;
const holds = (condition: object, context: Asked['context']): boolean =>
  answer(policyOf(statement({ Condition: condition })), context === undefined ? {} : { context }) === 'allow';

describe('actions and resources', () => {
  const cases: readonly (readonly [string, object, Asked, string])[] = [
    ['any', {}, {}, 'allow'],
    ['one statement needs no list', { Action: '*' }, {}, 'allow'],
    ['an action has no case', { Action: 'EXECUTE-API:invoke' }, {}, 'allow'],
    ['an action with a star', { Action: 'execute-api:Inv*' }, {}, 'allow'],
    ['another action', { Action: 'execute-api:InvalidateCache' }, {}, 'implicitDeny'],
    ['one action of several', { Action: ['s3:GetObject', 'execute-api:?nvoke'] }, {}, 'allow'],
    ['all but this action', { Action: undefined, NotAction: 'execute-api:Invoke' }, {}, 'implicitDeny'],
    ['all but another', { Action: undefined, NotAction: 's3:*' }, {}, 'allow'],
    ['the shorthand', { Resource: 'execute-api:/*' }, {}, 'allow'],
    ['the shorthand of a path', { Resource: 'execute-api:/prod/GET/pets' }, {}, 'allow'],
    ['the shorthand of another stage', { Resource: 'execute-api:/dev/*' }, {}, 'implicitDeny'],
    ['a resource has case', { Resource: `${API}/prod/get/pets` }, {}, 'implicitDeny'],
    ['? is one character', { Resource: `${API}/prod/G?T/pets` }, {}, 'allow'],
    ['? is not none', { Resource: `${API}/prod/GET/pets?` }, {}, 'implicitDeny'],
    ['* is also slashes', { Resource: 'execute-api:/*/pets' }, { resource: `${API}/prod/GET/a/b/pets` }, 'allow'],
    ['all but this resource', { Resource: undefined, NotResource: 'execute-api:/prod/*' }, {}, 'implicitDeny'],
  ];
  it.each(cases)('%s', (_title, more, asked, expected) => {
    expect(answer(JSON.stringify({ Version: '2012-10-17', Statement: statement(more) }), asked)).toBe(expected);
  });

  it('a Deny decides, wherever it stands', () => {
    const deny = statement({ Effect: 'Deny', Sid: 'No' });
    for (const document of [policyOf(statement({}), deny), policyOf(deny, statement({}))]) {
      const decision = evaluate([compilePolicy(document, resourcePolicy)], requestOf({}));
      expect(decision).toMatchObject({ effect: 'explicitDeny', sid: 'No', policy: 'resource policy' });
    }
  });

  it('of several policies, each may allow and each may deny', () => {
    const identity: PolicyOptions = { kind: 'identity', name: 'a' };
    const one = (effect: string) =>
      compilePolicy({ Statement: { Effect: effect, Action: '*', Resource: '*' } }, identity);
    const none = compilePolicy({ Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } }, identity);
    expect(evaluate([none, one('Allow')], requestOf({})).effect).toBe('allow');
    expect(evaluate([one('Allow'), none, one('Deny')], requestOf({})).effect).toBe('explicitDeny');
    expect(evaluate([], requestOf({}))).toBe(IMPLICIT_DENY);
  });
});

describe('principals', () => {
  const mia = principalOf([MIA]);
  const cases: readonly (readonly [string, object, PolicyPrincipal | null, string])[] = [
    ['everybody, unsigned', { Principal: { AWS: '*' } }, null, 'allow'],
    ['an account, unsigned', { Principal: { AWS: '111122223333' } }, null, 'implicitDeny'],
    ['an account', { Principal: { AWS: '111122223333' } }, mia, 'allow'],
    ['an account by its root', { Principal: { AWS: 'arn:aws:iam::111122223333:root' } }, mia, 'allow'],
    ['another account', { Principal: { AWS: ['999988887777'] } }, mia, 'implicitDeny'],
    ['a user', { Principal: { AWS: ['999988887777', MIA] } }, mia, 'allow'],
    ['another user', { Principal: { AWS: `${MIA}2` } }, mia, 'implicitDeny'],
    ['a session’s role', { Principal: { AWS: ROLE } }, principalOf([`${ROLE}/x`, ROLE]), 'allow'],
    ['a unique id', { Principal: { AWS: 'AIDAABCDEFGHIJKLMNOP' } }, mia, 'allow'],
    ['a service', { Principal: { Service: 'events.amazonaws.com' } }, mia, 'implicitDeny'],
    [
      'that service',
      { Principal: { Service: 'events.amazonaws.com' } },
      { ...mia, service: 'events.amazonaws.com' },
      'allow',
    ],
    ['denied but for one: that one', { ...denyAllBut(MIA) }, mia, 'implicitDeny'],
    ['denied but for one: another', { ...denyAllBut(MIA) }, principalOf([ROLE]), 'explicitDeny'],
    ['denied but for one: nobody', { ...denyAllBut(MIA) }, null, 'explicitDeny'],
  ];
  it.each(cases)('%s', (_title, more, principal, expected) => {
    expect(answer(policyOf(statement(more)), { principal })).toBe(expected);
  });

  it('who is let in by name does not depend on the account', () => {
    const document = policyOf(
      statement({ Principal: { AWS: '111122223333' } }),
      statement({ Principal: { AWS: MIA } }),
    );
    const decided = evaluate([compilePolicy(document, resourcePolicy)], requestOf({ principal: mia }));
    expect(decided).toMatchObject({ effect: 'allow', statement: 1, isForAccount: false });
  });
});

function denyAllBut(name: string): object {
  return { Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS: name } };
}

describe('condition operators', () => {
  const cases: readonly (readonly [string, string, unknown, ContextValue, boolean])[] = [
    ['equal', 'StringEquals', 'a', 'a', true],
    ['with case', 'StringEquals', 'a', 'A', false],
    ['a star is a star', 'StringEquals', 'a*', 'ab', false],
    ['one of several', 'StringEquals', ['b', 'a'], 'a', true],
    ['absent', 'StringEquals', 'a', undefined, false],
    ['absent, if it exists', 'StringEqualsIfExists', 'a', undefined, true],
    ['wrong, if it exists', 'StringEqualsIfExists', 'a', 'b', false],
    ['not equal', 'StringNotEquals', 'a', 'b', true],
    ['none of several', 'StringNotEquals', ['a', 'b'], 'b', false],
    ['not equal, absent', 'StringNotEquals', 'a', undefined, true],
    ['without case', 'StringEqualsIgnoreCase', 'aB', 'Ab', true],
    ['not, without case', 'StringNotEqualsIgnoreCase', 'aB', 'Ab', false],
    ['like', 'StringLike', 'a*c?', 'abbcd', true],
    ['not like', 'StringNotLike', 'a*', 'abc', false],
    ['number', 'NumericEquals', 10, '10.0', true],
    ['not that number', 'NumericNotEquals', '10', '11', true],
    ['no number', 'NumericEquals', '10', 'ten', false],
    ['less', 'NumericLessThan', '10', '9.5', true],
    ['not less', 'NumericLessThan', '10', '10', false],
    ['less or equal', 'NumericLessThanEquals', '10', '10', true],
    ['greater', 'NumericGreaterThan', '-1', '0', true],
    ['greater or equal', 'NumericGreaterThanEquals', '10', '9', false],
    ['date', 'DateEquals', '2026-01-01T00:00:00Z', '1767225600', true],
    ['not that date', 'DateNotEquals', '2026-01-01', '2026-01-02T00:00:00Z', true],
    ['before', 'DateLessThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', true],
    ['before or at', 'DateLessThanEquals', '1767225600', '2026-01-01T00:00:00Z', true],
    ['after', 'DateGreaterThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', false],
    ['after or at', 'DateGreaterThanEquals', '2026-01-01T01:00:00+01:00', '2026-01-01T00:00:00Z', true],
    ['true', 'Bool', 'true', 'true', true],
    ['false', 'Bool', false, 'true', false],
    ['binary', 'BinaryEquals', 'QUJD', 'QUJD', true],
    ['another binary', 'BinaryEquals', 'QUJD', 'QUJE', false],
    ['an address', 'IpAddress', '10.1.2.3', '10.1.2.3', true],
    ['a range', 'IpAddress', '10.1.0.0/16', '10.1.255.255', true],
    ['outside', 'IpAddress', '10.1.0.0/16', '10.2.0.0', false],
    ['all of IPv4', 'IpAddress', '0.0.0.0/0', '255.0.0.1', true],
    ['IPv4 is not IPv6', 'IpAddress', '0.0.0.0/0', '2001:db8::1', false],
    ['IPv4 in IPv6’s clothes', 'IpAddress', '10.0.0.0/8', '::ffff:10.0.0.1', true],
    ['IPv6', 'IpAddress', '2001:db8::/33', '2001:db8:7fff::1', true],
    ['outside of IPv6', 'IpAddress', '2001:db8::/33', '2001:db8:8000::1', false],
    ['not an address', 'NotIpAddress', ['10.0.0.0/8', '192.168.0.0/16'], '192.168.1.1', false],
    ['no address', 'IpAddress', '0.0.0.0/0', 'unknown', false],
    ['an ARN', 'ArnEquals', 'arn:aws:iam::*:role/*', ROLE, true],
    ['a star stays in its part', 'ArnLike', 'arn:aws:iam::*:role/reader', 'arn:aws:iam::1:2:role/reader', false],
    ['not an ARN', 'ArnNotLike', 'arn:aws:iam::*:role/*', MIA, true],
    ['not that ARN', 'ArnNotEquals', ROLE, ROLE, false],
    ['absent is null', 'Null', 'true', undefined, true],
    ['present is not null', 'Null', 'true', 'a', false],
    ['must be there', 'Null', false, 'a', true],
    ['all of them', 'ForAllValues:StringEquals', ['a', 'b'], ['a', 'b', 'a'], true],
    ['not all of them', 'ForAllValues:StringEquals', ['a'], ['a', 'b'], false],
    ['all of none', 'ForAllValues:StringEquals', ['a'], undefined, true],
    ['one of them', 'ForAnyValue:StringLike', ['x*'], ['a', 'xy'], true],
    ['none of them', 'ForAnyValue:StringEquals', ['x'], ['a'], false],
    ['one of none', 'ForAnyValue:StringEquals', ['x'], [], false],
    ['one of none, if it exists', 'ForAnyValue:StringEqualsIfExists', ['x'], undefined, true],
    ['all are others', 'ForAllValues:StringNotEquals', ['x'], ['a', 'x'], false],
    ['one is another', 'ForAnyValue:StringNotEquals', ['x'], ['a', 'x'], true],
    ['several without a quantifier, negated', 'StringNotEquals', 'x', ['a', 'x'], false],
  ];
  it.each(cases)('%s: %s %j of %j', (_title, operator, wanted, value, expected) => {
    expect(holds({ [operator]: { 'aws:Key': wanted } }, { 'aws:key': value })).toBe(expected);
  });

  it('all keys of all operators must hold', () => {
    const block = { StringEquals: { 'aws:A': 'a', 'aws:B': 'b' }, Bool: { 'aws:C': 'true' } };
    expect(holds(block, { 'aws:a': 'a', 'aws:b': 'b', 'aws:c': 'true' })).toBe(true);
    expect(holds(block, { 'aws:a': 'a', 'aws:b': 'b', 'aws:c': 'false' })).toBe(false);
    expect(holds(block, { 'aws:a': 'a', 'aws:c': 'true' })).toBe(false);
  });
});

describe('policy variables', () => {
  const open = '$' + '{';
  const reads = (resource: string, username: string | undefined, asked: string, version = '2012-10-17'): boolean =>
    answer(
      { Version: version, Statement: { Effect: 'Allow', Action: '*', Resource: `${API}/prod/GET/${resource}` } },
      { resource: `${API}/prod/GET/${asked}`, context: { 'aws:username': username } },
      { kind: 'identity' },
    ) === 'allow';
  const cases: readonly (readonly [string, string, string | undefined, string, boolean])[] = [
    ['a value', `${open}aws:username}/x`, 'mia', 'mia/x', true],
    ['another value', `${open}aws:username}/x`, 'mia', 'tom/x', false],
    ['names have no case', `${open}AWS:UserName}`, 'mia', 'mia', true],
    ['a value’s star is a star', `${open}aws:username}`, '*', 'tom', false],
    ['without a value', `${open}aws:username}*`, undefined, 'mia', false],
    ['a default', `${open}aws:username, 'all'}`, undefined, 'all', true],
    ['a value before its default', `${open}aws:username, 'all'}`, 'mia', 'all', false],
    ['a star itself', `${open}*}`, undefined, '*', true],
    ['a star itself only', `${open}*}`, undefined, 'x', false],
    ['a question mark itself', `a${open}?}*`, undefined, 'a?b', true],
    ['a dollar itself', `${open}$}{x}`, undefined, `${open}x}`, true],
  ];
  it.each(cases)('%s', (_title, resource, username, asked, expected) => {
    expect(reads(resource, username, asked)).toBe(expected);
  });

  it('documents of 2008 have none', () => {
    expect(reads(`${open}aws:username}`, 'mia', 'mia', '2008-10-17')).toBe(false);
    expect(reads(`${open}aws:username}`, 'mia', `${open}aws:username}`, '2008-10-17')).toBe(true);
  });

  it('conditions read them, in parts of ARNs too', () => {
    const context = { 'aws:a': 'mia', 'aws:username': 'mia', 'aws:arn': MIA };
    expect(holds({ StringEquals: { 'aws:A': `${open}aws:username}` } }, context)).toBe(true);
    const pattern = `arn:aws:iam::111122223333:user/${open}aws:username}`;
    expect(holds({ ArnLike: { 'aws:Arn': pattern } }, context)).toBe(true);
  });
});

describe('errors name their place', () => {
  const cases: readonly (readonly [string, unknown, string])[] = [
    ['no JSON', '{\n  "Version": 2012-10-17\n}', 'line 2, column '],
    ['no object', '[]', 'A policy is a JSON object'],
    ['a name twice', '{"Statement":[{"Effect":"Deny","Effect":"Allow"}]}', 'stands twice'],
    ['too long', ' '.repeat(8193), '8193 characters; 8192 are allowed'],
    ['another version', { Version: '2020-01-01', Statement: [] }, 'Version: The version is 2012-10-17'],
    ['no statement', {}, 'Statement: The policy has no Statement'],
    ['an empty list', { Statement: [] }, 'Statement: At least one'],
    ['a foreign member', policyOf(statement({ Actions: '*' })), 'Statement[0].Actions: Policies have no "Actions"'],
    ['an effect', policyOf(statement({ Effect: 'allow' })), 'Statement[0].Effect: The effect is'],
    ['no action', policyOf(statement({}), statement({ Action: undefined })), 'Statement[1]: Action is missing'],
    ['both', policyOf(statement({ NotResource: '*' })), 'Statement[0]: Resource and NotResource exclude'],
    ['an action', policyOf(statement({ Action: ['*', 'Invoke'] })), 'Statement[0].Action[1]: "Invoke" is neither'],
    ['a resource', policyOf(statement({ Resource: 'pets' })), 'Statement[0].Resource: "pets" is neither'],
    ['no principal', policyOf(statement({ Principal: undefined })), 'Statement[0]: Principal is missing'],
    ['a principal', policyOf(statement({ Principal: { AWS: ['*', 'mia'] } })), 'Statement[0].Principal.AWS[1]: "mia"'],
    ['a star in a principal', policyOf(statement({ Principal: { AWS: `${MIA}*` } })), 'wildcards can’t be part'],
    ['NotPrincipal with Allow', policyOf(statement({ Principal: undefined, NotPrincipal: '*' })), 'NotPrincipal: '],
    ['two Sids', policyOf(statement({ Sid: 'A' }), statement({ Sid: 'A' })), 'Statement[1].Sid: Two'],
    [
      'an operator',
      policyOf(statement({ Condition: { Equals: { 'a:b': '1' } } })),
      'Condition.Equals: "Equals" is not',
    ],
    [
      'an address',
      policyOf(statement({ Condition: { IpAddress: { 'aws:SourceIp': ['10.0.0.1', '10.0.0.0/33'] } } })),
      'Statement[0].Condition.IpAddress.aws:SourceIp[1]: "10.0.0.0/33" is not an IP address',
    ],
    ['a key', policyOf(statement({ Condition: { Bool: { SourceIp: 'true' } } })), '"SourceIp" is not a condition key'],
    ['no value', policyOf(statement({ Condition: { Bool: { 'a:b': [] } } })), 'Bool.a:b: At least one value'],
    ['a date', policyOf(statement({ Condition: { DateEquals: { 'a:b': 'May' } } })), '"May" is not a date'],
    ['a number', policyOf(statement({ Condition: { NumericEquals: { 'a:b': 'x' } } })), '"x" is not a number'],
    ['a bool', policyOf(statement({ Condition: { Bool: { 'a:b': 'yes' } } })), '"yes" is not true or false'],
    ['an ARN', policyOf(statement({ Condition: { ArnLike: { 'a:b': 'arn:x' } } })), '"arn:x" is not an ARN'],
    ['a variable', policyOf(statement({ Resource: 'arn:$' + '{mia}' })), 'is not a policy variable'],
    ['an open variable', policyOf(statement({ Resource: 'arn:$' + '{aws:x' })), 'lacks its closing brace'],
  ];
  it.each(cases)('%s', (_title, document, expected) => {
    expect(() => compilePolicy(document, resourcePolicy)).toThrow(expected);
  });

  it('each kind has its own members', () => {
    const identity = { Statement: statement({}) };
    expect(() => compilePolicy(identity, { kind: 'identity' })).toThrow(
      'Statement.Principal: The policy of an identity',
    );
    expect(() => compilePolicy(identity, { kind: 'trust' })).toThrow('Statement.Resource: A trust policy');
    const long = `{"Statement":${' '.repeat(30_000)}{"Effect":"Allow","Action":"*","Resource":"*"}}`;
    expect(compilePolicy(long, { kind: 'identity' }).statements).toHaveLength(1);
  });
});

describe('a resource policy and the caller’s own, together', () => {
  type Effect = PolicyDecision['effect'];
  const decided = (effect: Effect): PolicyDecision => ({ ...IMPLICIT_DENY, effect });
  const ALLOW = decided('allow');
  // Rows: the caller's own; columns: the resource policy. As on AWS's page, where "none" is neither Allow nor Deny.
  const rows: readonly Effect[] = ['allow', 'implicitDeny', 'explicitDeny'];
  const tables = {
    'same-account': [
      ['allow', 'allow', 'explicitDeny'],
      ['allow', 'implicitDeny', 'explicitDeny'],
      ['explicitDeny', 'explicitDeny', 'explicitDeny'],
    ],
    'cross-account': [
      ['allow', 'implicitDeny', 'explicitDeny'],
      ['implicitDeny', 'implicitDeny', 'explicitDeny'],
      ['explicitDeny', 'explicitDeny', 'explicitDeny'],
    ],
  } as const;
  for (const table of ['same-account', 'cross-account'] as const) {
    const cells = rows.flatMap((own, y) => rows.map((resource, x) => [own, resource, tables[table][y]?.[x]] as const));
    it.each(cells)(`${table}: %s × %s is %s`, (own, resource, expected) => {
      expect(authorize(table, decided(own), decided(resource)).effect).toBe(expected);
    });
  }
  it.each(rows)('resource-only: %s is itself', (effect) => {
    expect(authorize('resource-only', null, decided(effect)).effect).toBe(effect);
  });
  it('an API without a resource policy leaves it to the caller’s own', () => {
    expect(rows.map((own) => authorize('same-account', decided(own), null).effect)).toEqual([
      'allow',
      'implicitDeny',
      'explicitDeny',
    ]);
    expect(rows.map((own) => authorize('cross-account', decided(own), null).effect)).toEqual([
      'implicitDeny',
      'implicitDeny',
      'explicitDeny',
    ]);
  });
  it('to name the account leaves it to the account’s own policies', () => {
    const forAccount = { ...ALLOW, isForAccount: true };
    expect(authorize('same-account', IMPLICIT_DENY, forAccount).effect).toBe('implicitDeny');
    expect(authorize('cross-account', ALLOW, forAccount).effect).toBe('allow');
  });
});
