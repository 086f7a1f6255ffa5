import { createHash, generateKeyPairSync, type JsonWebKey, randomBytes, sign } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OidcIssuer {
  readonly url: string;
  /** Who is signed in there: claims of the next ID token. */
  claims: Record<string, unknown>;
  close(): void;
}

/** A small real OpenID provider: discovery, keys, code flow with PKCE and nonce; everyone is signed in already. */
export async function startOidcIssuer(client: { id: string; secret: string }): Promise<OidcIssuer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk: JsonWebKey = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' };
  const codes = new Map<string, { challenge: string; nonce: string }>();
  const issuer = { url: '', claims: {} as Record<string, unknown>, close: () => server.close() };

  const idToken = (nonce: string): string => {
    const now = Math.floor(Date.now() / 1000);
    const head = base64url(JSON.stringify({ alg: 'RS256', kid: 'k1', typ: 'JWT' }));
    const body = base64url(
      JSON.stringify({ iss: issuer.url, aud: client.id, iat: now, exp: now + 60, nonce, ...issuer.claims }),
    );
    return `${head}.${body}.${sign('RSA-SHA256', Buffer.from(`${head}.${body}`), privateKey).toString('base64url')}`;
  };

  const server = createServer(async (req, res) => {
    const url = new URL(req.url ?? '/', issuer.url);
    const json = (status: number, body: unknown) =>
      res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(200, {
          issuer: issuer.url,
          authorization_endpoint: `${issuer.url}/authorize`,
          token_endpoint: `${issuer.url}/token`,
          jwks_uri: `${issuer.url}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          code_challenge_methods_supported: ['S256'],
        });
      case '/jwks':
        return json(200, { keys: [jwk] });
      case '/authorize': {
        const code = randomBytes(8).toString('hex');
        const { searchParams } = url;
        codes.set(code, {
          challenge: searchParams.get('code_challenge') ?? '',
          nonce: searchParams.get('nonce') ?? '',
        });
        const back = new URL(searchParams.get('redirect_uri') ?? '');
        back.searchParams.set('code', code);
        back.searchParams.set('state', searchParams.get('state') ?? '');
        return res.writeHead(302, { location: back.href }).end();
      }
      case '/token': {
        const form = new URLSearchParams(await text(req));
        const known = codes.get(form.get('code') ?? '');
        const basic = Buffer.from(`${client.id}:${client.secret}`).toString('base64');
        const proof = createHash('sha256')
          .update(form.get('code_verifier') ?? '')
          .digest('base64url');
        if (!known || req.headers.authorization !== `Basic ${basic}` || proof !== known.challenge) {
          return json(400, { error: 'invalid_grant' });
        }
        return json(200, { access_token: 'unused', token_type: 'Bearer', id_token: idToken(known.nonce) });
      }
      default:
        return json(404, {});
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return issuer;
}

const base64url = (value: string): string => Buffer.from(value).toString('base64url');

async function text(req: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of req) body += chunk;
  return body;
}
