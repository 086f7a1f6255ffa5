import { Duplex } from 'node:stream';
import tls from 'node:tls';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HELLO_NOT_YET, NO_HELLO, serverNameOf } from './client-hello';

/** What Node's own client sends first. */
const helloFor = (servername: string): Promise<Buffer> =>
  new Promise((resolve) => {
    const wire = new Duplex({ read: () => undefined, write: (bytes: Buffer) => resolve(bytes) });
    tls.connect({ socket: wire, servername }).on('error', () => undefined);
  });

it('finds the name in a real hello, and waits for all of it', async () => {
  const hello = await helloFor('Shop.example.com');
  expect(serverNameOf(hello)).toBe('shop.example.com');
  for (let size = 0; size < hello.length; size++) expect(serverNameOf(hello.subarray(0, size))).toBe(HELLO_NOT_YET);
  expect(serverNameOf(Buffer.concat([hello, Buffer.from('more')]))).toBe('shop.example.com');
});

it('finds it in a hello that is cut into records', async () => {
  const hello = await helloFor('shop.example.com');
  const message = hello.subarray(5);
  const records: Buffer[] = [];
  for (let at = 0; at < message.length; at += 7) {
    const part = message.subarray(at, at + 7);
    records.push(Buffer.from([22, 3, 1, 0, part.length]), part);
  }
  expect(serverNameOf(Buffer.concat(records))).toBe('shop.example.com');
});

it('is empty where there is none', async () => {
  expect(serverNameOf(await helloFor(''))).toBe('');
});

it.each([['GET / HTTP/1.1\r\n'], ['\x16\x02\x00\x00\x10'], ['\x16\x03\x01\x00\x00'], ['\x16\x03\x01\xff\xff']])(
  'takes %j for no hello',
  (text) => {
    expect(serverNameOf(Buffer.from(text, 'latin1'))).toBe(NO_HELLO);
  },
);

it('survives any change of any byte', async () => {
  const hello = await helloFor('shop.example.com');
  fc.assert(
    fc.property(fc.nat(hello.length - 1), fc.nat(255), (at, byte) => {
      const changed = Buffer.from(hello);
      changed[at] = byte;
      expect(['string', 'symbol']).toContain(typeof serverNameOf(changed));
    }),
  );
});
