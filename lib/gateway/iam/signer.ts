// Somebody who signed, with everything a request asks about them: made when it is published, not for each request.
import { type Caller, callerOf } from '../authorizers/caller';
import type { IamPrincipalDefinition } from '../model';
import { type CompiledPolicy, compilePolicy } from '../policy/compile-policy';
import { evaluate } from '../policy/evaluate';
import type { PolicyDecision } from '../policy/policy-decision';
import { PolicyError } from '../policy/policy-error';
import type { PolicyRequest } from '../policy/policy-request';

export interface Signer {
  /** The object itself is the key under which derived signing keys are kept. */
  readonly secretAccessKey: string;
  readonly caller: Caller;
  readonly policies: readonly CompiledPolicy[];
}

/** What the signer's own policies say. */
export const decideFor = ({ policies }: Signer, request: PolicyRequest): PolicyDecision => evaluate(policies, request);

export const signerOf = (
  { principalId, accountId, arn }: Pick<IamPrincipalDefinition, 'principalId' | 'accountId' | 'arn'>,
  { accessKeyId, secretAccessKey }: { readonly accessKeyId: string; readonly secretAccessKey: string },
  policies: readonly CompiledPolicy[],
): Signer => ({
  secretAccessKey,
  caller: callerOf({ accountId, accessKey: accessKeyId, caller: principalId, user: principalId, userArn: arn }),
  policies,
});

/** What can't be read may have been a Deny: then nothing is allowed. */
const UNREADABLE = '{"Statement":{"Sid":"Unreadable","Effect":"Deny","Action":"*","Resource":"*"}}';

/** Many principals share documents: each is compiled once in a publication. */
export class PolicyCompiler {
  readonly #known = new Map<string, CompiledPolicy>();

  compile({ name, document }: { readonly name: string; readonly document: string }): CompiledPolicy {
    const key = `${name}\0${document}`;
    let policy = this.#known.get(key);
    if (policy === undefined) {
      policy = compiled(`policy ${name}`, document);
      this.#known.set(key, policy);
    }
    return policy;
  }
}

function compiled(name: string, document: string): CompiledPolicy {
  try {
    return compilePolicy(document, { kind: 'identity', name });
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return compilePolicy(UNREADABLE, { kind: 'identity', name });
  }
}
