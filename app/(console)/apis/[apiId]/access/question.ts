import { z } from 'zod';
import type { SimulateAccessInput, SimulatedCaller } from '@/lib/contract/access-simulation';
import { HTTP_VERBS } from '@/lib/contract/common';
import type { IamIdentity } from '@/lib/contract/iam';
import type { ResourceNode } from '@/lib/contract/resource';

export const CALLERS = [
  'anonymous',
  'identity',
  'arn',
  'user-pool',
  'authorizer',
] as const satisfies readonly SimulatedCaller['kind'][];

/** What the form holds; the contract checks the rest. */
export const questionSchema = z
  .object({
    /** "stage:prod", "working-copy:prod" */
    side: z.string(),
    /** "GET /pets/{petId}" */
    target: z.string().min(1, 'Choose a method.'),
    /** For ANY. */
    verb: z.enum(HTTP_VERBS),
    path: z
      .string()
      .trim()
      .regex(/^[^{}]*$/, 'Write values instead of {names}, as a client does: /pets/7.'),
    caller: z.object({
      kind: z.enum(CALLERS),
      /** "user:anna", "role:reader" */
      name: z.string(),
      arn: z.string(),
      policy: z.string(),
      answer: z.string(),
    }),
    sourceIp: z.string().trim(),
    /** Of an input for date and time; empty: now. */
    at: z.string().refine((text) => text === '' || !Number.isNaN(Date.parse(text)), 'Enter a date and a time.'),
    userAgent: z.string(),
    referer: z.string(),
    secure: z.boolean(),
    vpcEndpointId: z.string().trim(),
  })
  .superRefine(({ caller }, context) => {
    if (caller.kind !== 'identity' || caller.name !== '') return;
    context.addIssue({ code: 'custom', path: ['caller', 'name'], message: 'Choose a user or a role.' });
  });
export type Question = z.infer<typeof questionSchema>;

export const EXAMPLE_ANSWER = JSON.stringify(
  {
    principalId: 'user',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }],
    },
  },
  null,
  2,
);

export function toInput(restApiId: string, question: Question, nowMs: number): SimulateAccessInput {
  const { side, target, verb, path, caller, sourceIp, at, userAgent, referer, secure, vpcEndpointId } = question;
  const [definition = '', stageName = ''] = side.split(':');
  const key = target.slice(0, target.indexOf(' '));
  return {
    ...{ restApiId, stageName, path, sourceIp, userAgent, referer, secure, vpcEndpointId },
    definition: definition === 'stage' ? 'stage' : 'working-copy',
    method: HTTP_VERBS.find((it) => it === key) ?? verb,
    caller: toCaller(caller),
    at: new Date(at === '' ? nowMs : Date.parse(at)).toISOString(),
  };
}

function toCaller({ kind, name, arn, policy, answer }: Question['caller']): SimulatedCaller {
  switch (kind) {
    case 'identity': {
      const colon = name.indexOf(':');
      return { kind, identity: name.slice(0, colon) === 'role' ? 'role' : 'user', name: name.slice(colon + 1) };
    }
    case 'arn':
      return { kind, arn, policy: policy.trim() };
    case 'authorizer':
      return { kind, answer };
    default:
      return { kind };
  }
}

export interface Target {
  readonly value: string;
  readonly label: string;
  readonly path: string;
}

/** Each method once, in the tree's order. */
export const targetsOf = (resources: readonly ResourceNode[]): Target[] =>
  resources.flatMap(({ path, methods }) =>
    methods.map(({ httpMethod }) => ({ value: `${httpMethod} ${path}`, label: `${httpMethod} ${path}`, path })),
  );

/** "/pets/{petId}" → "/pets/1": something to begin with. */
export const examplePath = (path: string): string => path.replace(/\{[^}]*\}/g, '1');

export const identityOptions = (identities: readonly IamIdentity[]) =>
  identities
    .filter(({ kind }) => kind !== 'group')
    .map(({ kind, name, arn }) => ({ value: `${kind}:${name}`, label: `${name} (${kind})`, description: arn }));

export function sideOptions(stageNames: readonly string[]) {
  const names = stageNames.length === 0 ? ['prod'] : stageNames;
  return [
    ...stageNames.map((name) => ({ value: `stage:${name}`, label: `${name}: what it serves` })),
    ...names.map((name) => ({ value: `working-copy:${name}`, label: `Working copy, as ${name}` })),
  ];
}
