import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { installIncoming } from './incoming';
import { addressOf } from './rate-limit';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly address: string;
}

/** What a handler sees of a request. */
async function seenBy(method: string, path: string, headers: Record<string, string> = {}): Promise<Seen> {
  installIncoming(false);
  installIncoming(false);
  const server = createServer((req, res) => {
    res.end(
      JSON.stringify({ method: req.method, url: req.url, headers: req.headers, address: addressOf(req.headers) }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    return await new Promise<Seen>((resolve, reject) => {
      request({ port, method, path, headers }, (answer) => {
        let text = '';
        answer.on('data', (chunk) => {
          text += chunk;
        });
        answer.on('end', () => resolve(JSON.parse(text) as Seen));
      })
        .on('error', reject)
        .end();
    });
  } finally {
    server.close();
  }
}

it('goes by the socket, whatever a client writes into X-Forwarded-For', async () => {
  expect((await seenBy('GET', '/', { 'x-forwarded-for': '203.0.113.9' })).address).toBe('127.0.0.1');
});

it('believes no client about the host and protocol that people typed', async () => {
  const lies = {
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-port': '443',
    forwarded: 'host=evil.example',
  };
  const { headers } = await seenBy('GET', '/', { ...lies, 'x-other': 'stays' });
  for (const name of Object.keys(lies)) expect(headers).not.toHaveProperty(name);
  expect(headers).toMatchObject({ 'x-other': 'stays' });
});

it('takes a malformed escape for text, and leaves good ones alone', async () => {
  expect((await seenBy('GET', '/a%zz/%41%2f?q=%&r=%e2%82%ac')).url).toBe('/a%25zz/%41%2f?q=%25&r=%e2%82%ac');
});

it('has no TRACE', async () => {
  expect((await seenBy('TRACE', '/')).method).toBe('OPTIONS');
});

it('behind a trusted proxy takes the entry that the proxy wrote', () => {
  expect(addressOf(new Headers({ 'x-forwarded-for': '6.6.6.6, 203.0.113.9' }))).toBe('203.0.113.9');
  expect(addressOf(new Headers())).toBe('unknown');
  expect(addressOf(undefined)).toBe('unknown');
});

it('takes the slash off that AWS’s SDKs end the endpoint of user pools with, and no other', async () => {
  expect((await seenBy('POST', '/cognito-idp/')).url).toBe('/cognito-idp');
  expect((await seenBy('GET', '/apis/')).url).toBe('/apis/');
});
