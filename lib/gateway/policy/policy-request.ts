// What a policy is asked about. Context keys are looked up when a condition asks for them, so that nobody pays for others.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html

export type ContextValue = string | readonly string[] | undefined;

export interface PolicyPrincipal {
  readonly accountId: string;
  /** Of the user, or of the session and the role it is of. */
  readonly arns: readonly string[];
  /** "AIDA…", "AROA…:session"; empty: none. */
  readonly userId: string;
  /** "apigateway.amazonaws.com"; empty: no service. */
  readonly service: string;
  /** An identity provider; empty: none. */
  readonly federated: string;
}

export interface PolicyRequest {
  /** "execute-api:Invoke", in lower case. */
  readonly lowerAction: string;
  /** ARN. */
  readonly resource: string;
  /** Null: nobody signed. */
  readonly principal: PolicyPrincipal | null;
  /** Of a condition key in lower case; undefined: it is not in the request. */
  contextValue(lowerKey: string): ContextValue;
}
