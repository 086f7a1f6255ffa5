// What policies say to a request. Decisions are made when a policy is compiled: evaluating allocates nothing.

export type PolicyEffect = 'allow' | 'explicitDeny' | 'implicitDeny';

export interface PolicyDecision {
  readonly effect: PolicyEffect;
  /** The policy whose statement decided; empty: none did. */
  readonly policy: string;
  /** Its place in the policy, from 0; -1: no statement decided. */
  readonly statement: number;
  /** Empty: it has none. */
  readonly sid: string;
  /** Allowed only as somebody of an account: within it, that account's own policies have to allow it too. */
  readonly isForAccount: boolean;
}

export const IMPLICIT_DENY: PolicyDecision = {
  effect: 'implicitDeny',
  policy: '',
  statement: -1,
  sid: '',
  isForAccount: false,
};
