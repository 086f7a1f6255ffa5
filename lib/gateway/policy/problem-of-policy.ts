import { compilePolicy, type PolicyKind } from './compile-policy';
import { PolicyError } from './policy-error';

/** Why a document could not be published, with its place ("Statement[2].Condition.IpAddress: …"). Undefined: it could. */
export function problemOfPolicy(document: string, kind: PolicyKind): string | undefined {
  try {
    compilePolicy(document, { kind });
    return undefined;
  } catch (error) {
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
}
