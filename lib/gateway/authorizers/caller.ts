// Who was found to be calling: what $context.authorizer and $context.identity say about it.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#context-variable-reference

export interface Caller {
  /** Of a Lambda authorizer's answer. Empty: another kind of authorization. */
  readonly principalId: string;
  /** What a Lambda authorizer adds, as text. */
  readonly context: ReadonlyMap<string, string>;
  /** Of a user pool's token, as text; null: no token was asked for. */
  readonly claims: ReadonlyMap<string, string> | null;
  /** The API key that an authorizer names; empty: none. */
  readonly usageIdentifierKey: string;
  /** Milliseconds that asking the authorizer took; 0: its cached answer counted. Null: there is no Lambda authorizer. */
  readonly integrationLatencyMs: number | null;
  /** The rest is of signed requests; empty in all others. */
  readonly accountId: string;
  readonly accessKey: string;
  /** "AIDA…:session", as IAM calls whoever signed. */
  readonly caller: string;
  readonly user: string;
  readonly userArn: string;
  readonly principalOrgId: string;
}

const NOTHING_KNOWN: Caller = {
  ...{ principalId: '', context: new Map(), claims: null, usageIdentifierKey: '', integrationLatencyMs: null },
  ...{ accountId: '', accessKey: '', caller: '', user: '', userArn: '', principalOrgId: '' },
};

/** All fields in one order, whoever found the caller. */
export const callerOf = (known: Partial<Caller>): Caller => ({ ...NOTHING_KNOWN, ...known });

/** A member of $context.authorizer: "principalId", "claims.sub", or what a Lambda authorizer added. */
export function authorizerValue(caller: Caller, name: string): string | undefined {
  if (name === 'principalId') return caller.principalId || undefined;
  if (name === 'integrationLatency') return caller.integrationLatencyMs?.toString();
  if (name.startsWith('claims.')) return caller.claims?.get(name.slice('claims.'.length));
  return caller.context.get(name);
}
