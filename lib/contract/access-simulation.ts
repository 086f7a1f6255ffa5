import { z } from 'zod';
import type { AuthorizationType } from './authorizer';
import { entityId, HTTP_VERBS } from './common';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html

const MAX_ANSWER = 20_480;
const MAX_POLICY = 20_480;
const ADDRESS = z.union([z.ipv4(), z.ipv6()], { error: 'Enter an IPv4 or IPv6 address.' });
const header = z
  .string()
  .trim()
  .max(1024, 'At most 1,024 characters.')
  .regex(/^[\t\x20-\x7e]*$/, 'A header holds visible characters of ASCII only.');

/** Of a user, a session of a role, or an account itself. */
const CALLER_ARN =
  /^arn:aws[a-z-]*:(?:iam::\d{12}:(?:root|user\/[\x21-\x7e]+)|sts::\d{12}:assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+)$/;

export const simulatedCaller = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('anonymous') }),
  /** With a right signature: users, and roles with a session. */
  z.object({ kind: z.literal('identity'), identity: z.enum(['user', 'role']), name: z.string().min(1).max(64) }),
  z.object({
    kind: z.literal('arn'),
    arn: z
      .string()
      .trim()
      .max(2048)
      .regex(
        CALLER_ARN,
        'Write the ARN of a user (arn:aws:iam::111122223333:user/name), of a role’s session (arn:aws:sts::111122223333:assumed-role/role/session), or of an account (…:root).',
      ),
    /** Their own, which this installation may not know; empty: none. */
    policy: z.string().trim().max(MAX_POLICY, 'At most 20,480 characters.').default(''),
  }),
  /** With a token that the method takes. */
  z.object({ kind: z.literal('user-pool') }),
  /** What the method's Lambda authorizer answers. */
  z.object({
    kind: z.literal('authorizer'),
    answer: z
      .string()
      .trim()
      .min(1, 'Enter what the authorizer answers.')
      .max(MAX_ANSWER, 'At most 20,480 characters.'),
  }),
]);
export type SimulatedCaller = z.infer<typeof simulatedCaller>;

export const simulateAccessInput = z.object({
  restApiId: entityId,
  /** In the ARN that policies see, and with its variables; unknown ones only with the working copy. */
  stageName: z.string().regex(/^[\w-]{1,128}$/, 'A stage’s name has letters, digits, hyphens and underscores.'),
  /** `stage`: what it serves. */
  definition: z.enum(['stage', 'working-copy']),
  method: z.enum(HTTP_VERBS),
  path: z
    .string()
    .trim()
    .max(1024)
    .regex(/^\/[\x21-\x22\x24-\x3e\x40-\x7e]*$/, 'A path begins with a slash, without ? and #: /pets/7.'),
  caller: simulatedCaller,
  sourceIp: ADDRESS,
  at: z.iso.datetime({ error: 'Enter a date and a time.' }),
  userAgent: header.default(''),
  referer: header.default(''),
  secure: z.boolean().default(false),
  /** Empty: by no VPC endpoint. */
  vpcEndpointId: z
    .union([z.literal(''), z.string().regex(/^vpce-[\w-]{1,64}$/, 'It looks like vpce-0123456789abcdef0.')])
    .default(''),
});
export type SimulateAccessInput = z.input<typeof simulateAccessInput>;

// ---- what is answered

export type PolicyEffect = 'allow' | 'implicitDeny' | 'explicitDeny';

export interface ConsultedPolicy {
  readonly kind: 'resource' | 'identity' | 'authorizer';
  readonly name: string;
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
  readonly table: 'resource-only' | 'same-account' | 'cross-account' | null;
  readonly rows: readonly DecisionRow[];
  /** In the order in which they were asked. */
  readonly consulted: readonly ConsultedPolicy[];
  /** Null: the request goes on to keys, limits and the integration. */
  readonly response: {
    readonly status: number;
    readonly headers: readonly { readonly name: string; readonly value: string }[];
    readonly body: string;
  } | null;
  readonly explanation: { readonly cause: string; readonly fix: string } | null;
}
