// Real issuers on loopback, well and badly behaved.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Backend, startBackend } from '../testing/backend';
import { newTestKey, signToken, type TestKey } from '../testing/token-issuer';
import { AddressGuard, type PrivateBackends } from '../upstream/address-guard';
import { UpstreamPools } from '../upstream/upstream-pools';
import { OutsideIssuers } from './outside-issuers';
import { TokenCache } from './token-cache';
import { type TokenOutcome, TokenRefusal, TokenVerifier } from './token-verifier';

const NOW = Date.UTC(2026, 0, 15, 12);
const HOUR_MS = 3_600_000;
const KEY = newTestKey('key-1');
const NEW_KEY = newTestKey('key-2');

let backend: Backend;
let pools: UpstreamPools;
let issuers: OutsideIssuers;
let verifier: TokenVerifier;
let warnings: string[];
let keys: readonly TestKey[];

beforeEach(async () => {
  backend = await startBackend();
  keys = [KEY];
  warnings = [];
  serve({});
  gatewayAllowing(true);
});
afterEach(async () => {
  pools.close();
  await backend.close();
});

function gatewayAllowing(privateAddresses: PrivateBackends): void {
  const none = () => undefined;
  const logger = { debug: none, info: none, error: none, warn: (_: object, text: string) => void warnings.push(text) };
  pools = new UpstreamPools({ guard: new AddressGuard(privateAddresses) });
  issuers = new OutsideIssuers(pools, logger);
  verifier = new TokenVerifier(new TokenCache());
}

const CONFIGURATION = '/tenant/.well-known/openid-configuration';
const issuerUrl = () => `${backend.origin}/tenant`;

/** Path → answer; the two documents are there unless another answer takes their place. */
function serve(
  answers: Readonly<Record<string, { status?: number; headers?: readonly string[]; body?: string }>>,
): void {
  backend.handle = (req, res) => {
    const path = req.url ?? '';
    backend.seen.push({ method: req.method ?? '', path, headers: req.rawHeaders, body: '', bytes: Buffer.alloc(0) });
    const { status = 200, headers = [], body } = answers[path] ?? {};
    res.writeHead(status, [...headers]);
    if (body !== undefined) res.end(body);
    else if (path === CONFIGURATION)
      res.end(JSON.stringify({ issuer: issuerUrl(), jwks_uri: `${backend.origin}/keys` }));
    else if (path === '/keys') res.end(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
    else res.end();
  };
}

const paths = (): string[] => backend.seen.map(({ path }) => path);
const tokenOf = (key: TestKey, sub = 'someone', claims = {}): string =>
  signToken(key, { iss: issuerUrl(), sub, exp: NOW / 1000 + 10 * 24 * 3600, ...claims });

function verify(token: string, nowMs = NOW): TokenOutcome | Promise<TokenOutcome> {
  return verifier.verify(token, [issuers.get(issuerUrl(), nowMs)], nowMs);
}
async function resultOf(token: string, nowMs = NOW): Promise<string> {
  const outcome = await verify(token, nowMs);
  return outcome instanceof TokenRefusal
    ? `${outcome.kind}: ${outcome.reason}`
    : `let in ${String(outcome.claims.sub)}`;
}
/** What was begun in the background is over. */
async function settled(nowMs: number): Promise<void> {
  await issuers.get(issuerUrl(), nowMs).idle();
}

describe('an outside issuer', () => {
  it('is asked once, however many come at once, and then known', async () => {
    const tokens = Array.from({ length: 50 }, (_, i) => tokenOf(KEY, `caller${i}`));
    const results = await Promise.all(tokens.map((token) => resultOf(token)));
    expect(results).toEqual(tokens.map((_, i) => `let in caller${i}`));
    expect(paths()).toEqual([CONFIGURATION, '/keys']);
    expect(verify(tokenOf(KEY, 'late'))).not.toBeInstanceOf(Promise);
    expect(paths()).toHaveLength(2);
  });

  it('need not say what a token is for', async () => {
    expect(await resultOf(tokenOf(KEY))).toBe('let in someone');
  });

  it('is asked again for a key that is not known, but not by everyone who names one', async () => {
    expect(await resultOf(tokenOf(KEY))).toBe('let in someone');
    keys = [KEY, NEW_KEY];
    expect(await resultOf(tokenOf(NEW_KEY), NOW + 1)).toContain('does not have');
    expect(paths()).toHaveLength(2);
    expect(await resultOf(tokenOf(NEW_KEY), NOW + 10_000)).toBe('let in someone');
    expect(paths()).toHaveLength(4);
    for (let i = 0; i < 100; i++) {
      const token = signToken(NEW_KEY, { iss: issuerUrl(), exp: NOW }, { kid: `made-up-${i}` });
      expect(await resultOf(token, NOW + 10_001)).toContain('does not have');
    }
    expect(paths()).toHaveLength(4);
  });

  it('is looked at every hour, and a key that is gone lets nobody in, remembered or not', async () => {
    const token = tokenOf(KEY);
    expect(await resultOf(token)).toBe('let in someone');
    keys = [NEW_KEY];
    expect(await resultOf(token, NOW + HOUR_MS)).toBe('let in someone');
    await settled(NOW + HOUR_MS);
    expect(await resultOf(token, NOW + HOUR_MS + 1)).toContain('does not have');
  });

  it('may be down: keys that are known go on, and it is asked again until it is there', async () => {
    const token = tokenOf(KEY);
    await resultOf(token);
    serve({ [CONFIGURATION]: { status: 503 } });
    for (const later of [HOUR_MS, 5 * HOUR_MS, 24 * HOUR_MS, 48 * HOUR_MS]) {
      expect(await resultOf(token, NOW + later)).toBe('let in someone');
      await settled(NOW + later);
      expect(await resultOf(tokenOf(KEY, `other${later}`), NOW + later + 1)).toBe(`let in other${later}`);
    }
    expect(warnings).toEqual(['The keys of an issuer could not be read again: those read before go on.']);
    keys = [KEY, NEW_KEY];
    serve({});
    await resultOf(token, NOW + 49 * HOUR_MS);
    await settled(NOW + 49 * HOUR_MS);
    expect(await resultOf(tokenOf(NEW_KEY), NOW + 49 * HOUR_MS + 1)).toBe('let in someone');
  });

  it('that was never there lets nobody in, and is not asked by everyone', async () => {
    await backend.close();
    expect(await resultOf(tokenOf(KEY))).toMatch(/^unavailable: The keys of http.* could not be read/);
    expect(await resultOf(tokenOf(KEY), NOW + 4_999)).toContain('unavailable');
    expect(warnings).toHaveLength(1);
  });

  it('has a second and a half for each document', async () => {
    backend.handle = (req) =>
      void backend.seen.push({ method: '', path: req.url ?? '', headers: [], body: '', bytes: Buffer.alloc(0) });
    const startedAt = performance.now();
    expect(await resultOf(tokenOf(KEY))).toContain('unavailable');
    expect(performance.now() - startedAt).toBeGreaterThan(1_400);
    expect(paths()).toEqual([CONFIGURATION]);
  });

  it('can’t make it longer by sending a byte now and then', async () => {
    let timer: NodeJS.Timeout | undefined;
    backend.handle = (_, res) => {
      res.writeHead(200);
      timer = setInterval(() => res.write(' '), 100);
    };
    expect(await resultOf(tokenOf(KEY))).toContain('in time');
    clearInterval(timer);
  });
});

describe('what an issuer answers is refused', () => {
  const keysAt = (url: string) => ({
    [CONFIGURATION]: { body: JSON.stringify({ issuer: issuerUrl(), jwks_uri: url }) },
  });
  const padded = (bytes: number) => `{"keys":[],"padding":"${'x'.repeat(bytes)}"}`;

  it.each<[string, () => Parameters<typeof serve>[0], string]>([
    [
      'a redirect',
      () => ({ '/keys': { status: 302, headers: ['Location', `${backend.origin}/elsewhere`] } }),
      'status 302',
    ],
    [
      'a redirect of its configuration',
      () => ({ [CONFIGURATION]: { status: 301, headers: ['Location', `${backend.origin}/elsewhere`] } }),
      'status 301',
    ],
    ['more than 150,000 bytes', () => ({ '/keys': { body: padded(150_000) } }), '150000 bytes'],
    ['10 MB', () => ({ '/keys': { body: padded(10_000_000) } }), '150000 bytes'],
    ['compressed bytes', () => ({ '/keys': { headers: ['Content-Encoding', 'gzip'], body: '{}' } }), 'gzip'],
    ['no JSON', () => ({ '/keys': { body: '<html>' } }), 'not a JSON object'],
    ['keys that are no list', () => ({ '/keys': { body: '{"keys":{}}' } }), 'list of keys'],
    [
      '101 keys',
      () => ({ '/keys': { body: JSON.stringify({ keys: Array.from({ length: 101 }, () => ({})) }) } }),
      'more than 100',
    ],
    [
      'a configuration of another issuer',
      () => ({
        [CONFIGURATION]: { body: JSON.stringify({ issuer: 'https://other.test', jwks_uri: `${backend.origin}/keys` }) },
      }),
      'another name',
    ],
    [
      'a configuration without keys',
      () => ({ [CONFIGURATION]: { body: JSON.stringify({ issuer: issuerUrl() }) } }),
      'no jwks_uri',
    ],
    ['keys in a file', () => keysAt('file:///etc/passwd'), 'begins with https'],
    ['keys behind a password', () => keysAt(`http://user:secret@127.0.0.1:${backend.port}/keys`), 'password'],
  ])('%s', async (_title, answers, reason) => {
    serve(answers());
    expect(await resultOf(tokenOf(KEY))).toContain(reason);
    expect(paths()).not.toContain('/elsewhere');
  });

  it('keys that are too weak, for something else or secret', async () => {
    const small = newTestKey('small', 'RS256', 1024);
    const bodies: object[] = [
      small.jwk,
      { ...KEY.jwk, kid: 'encrypts', use: 'enc' },
      { ...KEY.jwk, kid: 'signs', key_ops: ['sign'] },
      { ...KEY.jwk, kid: 'exponent', e: 'AQ' },
      { ...KEY.jwk, kid: 'pss', alg: 'PS256' },
      { ...KEY.jwk, kid: 'zeros', n: `AA${KEY.jwk.n}` },
      { kty: 'oct', kid: 'secret', k: 'AAAA', alg: 'HS256' },
      { kty: 'EC', kid: 'curve', crv: 'P-256', x: 'AAAA', y: 'AAAA' },
    ];
    serve({ '/keys': { body: JSON.stringify({ keys: bodies }) } });
    expect(await resultOf(tokenOf(small))).toContain('does not have');
    for (const kid of ['encrypts', 'signs', 'exponent', 'pss', 'zeros', 'secret', 'curve']) {
      const token = signToken(KEY, { iss: issuerUrl(), exp: NOW }, { kid });
      expect(await resultOf(token)).toContain('does not have');
    }
  });
});

it('private addresses are not asked where backends may not have them', async () => {
  pools.close();
  gatewayAllowing(false);
  expect(await resultOf(tokenOf(KEY))).toContain('GATEHOUSE_ALLOW_PRIVATE_BACKENDS');
  expect(paths()).toEqual([]);
});

it('a configuration can’t send us to a private address for the keys', async () => {
  const inside = await startBackend();
  pools.close();
  gatewayAllowing([`127.0.0.1:${backend.port}`]);
  serve({ [CONFIGURATION]: { body: JSON.stringify({ issuer: issuerUrl(), jwks_uri: `${inside.origin}/keys` }) } });
  expect(await resultOf(tokenOf(KEY))).toContain('GATEHOUSE_ALLOW_PRIVATE_BACKENDS');
  expect(paths()).toEqual([CONFIGURATION]);
  expect(inside.connections.size).toBe(0);
  await inside.close();
});

it('issuers that nobody names any more are forgotten after a day', () => {
  issuers.get('https://a.test', NOW);
  issuers.get('https://b.test', NOW + 2);
  issuers.sweep(NOW + 24 * HOUR_MS + 1);
  expect(issuers.size).toBe(1);
});
