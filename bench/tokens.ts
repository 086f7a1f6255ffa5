import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RestApiDefinition } from '../lib/gateway/model';
import { newTestKey, signToken } from '../lib/gateway/testing/token-issuer';

// An issuer beside the load, and its callers' tokens: one that comes again and again, and so many that each one has left the gateway's cache
// before it comes again.

/** The cache holds some 10,000 of these. */
const DISTINCT = 20_000;

export interface TokenIssuer {
  readonly authorizers: NonNullable<RestApiDefinition['authorizers']>;
  readonly token: string;
  readonly distinctTokens: readonly string[];
  close(): void;
}

export const AUTHORIZER_ID = 'people';

export async function startTokenIssuer(): Promise<TokenIssuer> {
  const key = newTestKey('bench');
  const server = http.createServer((req, res) => {
    const origin = originOf(server);
    const isKeys = req.url === '/keys';
    res.end(JSON.stringify(isKeys ? { keys: [key.jwk] } : { issuer: origin, jwks_uri: `${origin}/keys` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const seconds = Math.floor(Date.now() / 1000);
  const tokenOf = (sub: string): string =>
    signToken(key, {
      ...{ iss: originOf(server), sub, aud: '5h57kf5y7wbrhfkxvgg8bmdlt', token_use: 'id', auth_time: seconds },
      ...{ 'cognito:groups': ['admins', 'editors'], 'cognito:username': sub, email: `${sub}@example.com` },
      ...{ email_verified: true, iat: seconds, exp: seconds + 24 * 3600 },
    });
  return {
    authorizers: {
      [AUTHORIZER_ID]: {
        ...{ id: AUTHORIZER_ID, name: 'people', type: 'COGNITO_USER_POOLS', authorizerResultTtlInSeconds: 300 },
        providerARNs: [originOf(server)],
      },
    },
    token: tokenOf('ada'),
    distinctTokens: Array.from({ length: DISTINCT }, (_, i) => tokenOf(`caller${i}`)),
    close: () => void server.close(),
  };
}

const originOf = (server: http.Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
