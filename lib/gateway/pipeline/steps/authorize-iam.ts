// Who is calling, as a signature proves it, and what their own policies say. decide-access makes the answer of it.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
import { createHash } from 'node:crypto';
import { GatewayError } from '../../errors/gateway-error';
import type { HeaderList } from '../../http/message';
import { DEBUG_HEADER } from '../../http/request-head';
import { readClaim, type SignedMessage } from '../../iam/signature-claim';
import { signatureMismatch, unknownAccessKey } from '../../iam/signature-errors';
import { decideFor, type Signer } from '../../iam/signer';
import { EMPTY_HASH, refuseScope, refuseSignature, UNSIGNED_PAYLOAD } from '../../iam/verify-signature';
import { InvokeRequest } from '../../policy/invoke-request';
import type { Routed } from '../exchange';
import type { Step, StepOutcome } from '../step';

const SERVICE = 'execute-api';
const SHA256 = /^[0-9a-f]{64}$/;

export const authorizeIam: Step<Routed> = {
  name: 'authorize-iam',
  run(x) {
    const message: SignedMessage = { method: x.sentMethod, target: x.target, headers: headersAsSent(x) };
    const claim = readClaim(message);
    if (claim instanceof GatewayError) return claim;
    const misplaced = refuseScope(claim, SERVICE, x.services.region, x.startedAtMs);
    if (misplaced !== undefined) return misplaced;
    if (claim.sessionToken !== '') return unknownAccessKey('The session token is none of this gateway’s.');
    const signer = x.snapshot.signers.find(claim.accessKeyId);
    if (signer === undefined) return unknownAccessKey(`The access key ${claim.accessKeyId} is unknown or inactive.`);
    const { declaredHash } = claim;
    const check = (hash: string) => refuseSignature(claim, message, signer, hash) ?? admit(x, signer);
    if (declaredHash === undefined) return x.body === null ? check(EMPTY_HASH) : bodyHash(x).then(check);
    if (declaredHash !== UNSIGNED_PAYLOAD && !SHA256.test(declaredHash)) {
      return signatureMismatch(
        `x-amz-content-sha256 is ${declaredHash}: payloads are signed whole or not at all, not in chunks.`,
      );
    }
    // Before the body: nobody's megabytes are waited for whose signature is wrong already.
    const refused = refuseSignature(claim, message, signer, declaredHash);
    if (refused !== undefined) return refused;
    if (declaredHash === UNSIGNED_PAYLOAD) return admit(x, signer);
    if (x.body === null) return declaredHash === EMPTY_HASH ? admit(x, signer) : OTHER_BODY;
    return bodyHash(x).then((hash) => (hash === declaredHash ? admit(x, signer) : OTHER_BODY));
  },
};

/** With the one that resolve-api has taken off: clients sign what they send. */
const headersAsSent = ({ head, headers }: Routed): HeaderList =>
  head.debugToken === '' ? headers : [...headers, DEBUG_HEADER, head.debugToken];

const OTHER_BODY = signatureMismatch('The body is not the one that x-amz-content-sha256 is of.');

/** The body is taken in here, once: read-body finds it there. */
async function bodyHash(x: Routed): Promise<string> {
  x.bodyBytes = x.body === null ? null : await x.body.read();
  return x.bodyBytes === null ? EMPTY_HASH : createHash('sha256').update(x.bodyBytes).digest('hex');
}

/** Whose signature is right. */
export function admit(x: Routed, signer: Signer): StepOutcome {
  x.caller = signer.caller;
  x.signer = signer;
  x.identityDecision = decideFor(signer, new InvokeRequest(x));
  return undefined;
}
