import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../lib/gateway/testing/signature-check';
import { newIamId, newSecretAccessKey } from '../lib/ids';
import type { Harness } from '../lib/runtime/testing/harness';
import { ACCOUNT } from '../lib/runtime/testing/harness';
import { sealSecretKey } from '../lib/store/iam';
import type { LoadRequest } from './load';

// Callers with keys and policies of their own. Each signs the same request: what differs is the Authorization header, and all that the gateway has to
// look up and compute for it. Nothing of a signature is kept from one request to the next, so it does not matter that they come again.

const CALLERS = 1_000;
const REGION = 'us-east-1';

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export async function createSigners({ database: { db }, secrets }: Harness): Promise<readonly AccessKey[]> {
  const document = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: `arn:aws:execute-api:*:${ACCOUNT}:*/GET/*` },
    ],
  });
  const signers = Array.from({ length: CALLERS }, (_, i) => ({
    ...{ userId: newIamId('AIDA'), name: `caller${i}` },
    ...{ accessKeyId: newIamId('AKIA'), secretAccessKey: newSecretAccessKey() },
  }));
  await db.iamIdentity.createMany({
    data: signers.map(({ userId, name }) => ({ id: userId, accountId: ACCOUNT, kind: 'user', name })),
  });
  await db.iamInlinePolicy.createMany({
    data: signers.map(({ userId }) => ({ identityId: userId, name: 'invoke', document })),
  });
  await db.iamAccessKey.createMany({
    data: signers.map(({ userId, accessKeyId, secretAccessKey }) => ({
      ...{ id: accessKeyId, userId, secretSealed: sealSecretKey(secrets, accessKeyId, secretAccessKey) },
    })),
  });
  return signers;
}

/** Signed now, by AWS's own signer: a gateway takes signatures of the last five minutes. */
export async function signedLoad(url: string, keys: readonly AccessKey[]): Promise<LoadRequest> {
  const { host, hostname, pathname } = new URL(url);
  const signingDate = new Date();
  const values: string[] = [];
  let date = '';
  for (const credentials of keys) {
    const signer = new SignatureV4({
      service: 'execute-api',
      region: REGION,
      credentials,
      sha256: Sha256,
      applyChecksum: false,
    });
    const { headers } = await signer.sign(
      { method: 'GET', protocol: 'http:', hostname, path: pathname, query: {}, headers: { host } },
      { signingDate },
    );
    values.push(headers.authorization ?? '');
    date = headers['x-amz-date'] ?? '';
  }
  return { url, headers: { 'X-Amz-Date': date }, inTurn: { header: 'Authorization', values } };
}
