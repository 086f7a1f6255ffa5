import { exportJWK, generateKeyPair } from 'jose';
import { newUuid } from '@/lib/ids';
import type { NewPoolKey } from '@/lib/store/user-pool-keys';

/** RSA 2048, as Cognito signs with. */
export async function makePoolKey(): Promise<NewPoolKey> {
  const kid = newUuid();
  const { publicKey, privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const { n = '', e = '' } = await exportJWK(publicKey);
  return {
    publicJwk: { kty: 'RSA', kid, n, e, alg: 'RS256', use: 'sig' },
    privateJwk: JSON.stringify({ ...(await exportJWK(privateKey)), kid, alg: 'RS256' }),
  };
}
