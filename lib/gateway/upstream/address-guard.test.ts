import type { LookupAddress } from 'node:dns';
import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { AddressGuard, type PrivateBackends } from './address-guard';

/** The guard's word on a URI with this host: as URL writes it, or for a name its address. */
function refusal(host: string, allowed: PrivateBackends = false, port = 80): string | undefined {
  const { hostname } = new URL(`http://${host}`);
  return new AddressGuard(allowed).refusalOf(hostname.replace(/^\[|\]$/g, ''), port)?.message;
}

const REFUSED: readonly (readonly [host: string, words: string])[] = [
  ['127.0.0.1', 'a loopback address'],
  ['127.255.255.254', 'a loopback address'],
  ['127.1', 'a loopback address'],
  ['2130706433', 'a loopback address'],
  ['0x7f000001', 'a loopback address'],
  ['0177.0.0.1', 'a loopback address'],
  ['127.0.0.1.', 'a loopback address'],
  ['１２７.０.０.１', 'a loopback address'],
  ['0.0.0.0', 'an unspecified address'],
  ['0.1.2.3', 'an unspecified address'],
  ['10.0.0.1', 'a private address'],
  ['172.16.0.1', 'a private address'],
  ['172.31.255.255', 'a private address'],
  ['192.168.1.1', 'a private address'],
  ['169.254.169.254', 'a link-local address'],
  ['169.254.170.2', 'a link-local address'],
  ['100.64.0.1', 'a shared address of a provider’s network'],
  ['100.100.100.200', 'a shared address of a provider’s network'],
  ['192.0.0.192', 'a reserved address'],
  ['192.0.2.1', 'a reserved address'],
  ['192.88.99.1', 'a reserved address'],
  ['198.18.0.1', 'a reserved address'],
  ['198.51.100.1', 'a reserved address'],
  ['203.0.113.1', 'a reserved address'],
  ['224.0.0.1', 'a multicast address'],
  ['239.255.255.250', 'a multicast address'],
  ['240.0.0.1', 'a reserved address'],
  ['255.255.255.255', 'a broadcast address'],
  ['[::]', 'an unspecified address'],
  ['[::1]', 'a loopback address'],
  ['[0:0:0:0:0:0:0:1]', 'a loopback address'],
  ['[::ffff:127.0.0.1]', 'a loopback address'],
  ['[::ffff:a9fe:a9fe]', 'a link-local address'],
  ['[::127.0.0.1]', 'a reserved address'],
  ['[::ffff:0:127.0.0.1]', 'a reserved address'],
  ['[64:ff9b::7f00:1]', 'a loopback address'],
  ['[64:ff9b::10.0.0.1]', 'a private address'],
  ['[64:ff9b:1::1]', 'a reserved address'],
  ['[2002:7f00:1::]', 'a reserved address'],
  ['[2001::1]', 'a reserved address'],
  ['[2001:db8::1]', 'a reserved address'],
  ['[3fff::1]', 'a reserved address'],
  ['[100::1]', 'a reserved address'],
  ['[4000::1]', 'a reserved address'],
  ['[5f00::1]', 'a reserved address'],
  ['[fc00::1]', 'a private address'],
  ['[fd00:ec2::254]', 'a private address'],
  ['[fe80::1]', 'a link-local address'],
  ['[febf::1]', 'a link-local address'],
  ['[fec0::1]', 'a private address'],
  ['[ff02::1]', 'a multicast address'],
];

describe('an address in a URI', () => {
  it.each(REFUSED)('%s is refused as %s', (host, words) => {
    const message = refusal(host);
    expect(message).toContain(` is ${words}, `);
    expect(message).toContain('GATEHOUSE_ALLOW_PRIVATE_BACKENDS');
  });

  it.each(REFUSED)('%s may be called where all are allowed', (host) => {
    expect(refusal(host, true)).toBeUndefined();
  });

  it.each([
    '1.1.1.1',
    '172.32.0.1',
    '100.128.0.1',
    '169.253.0.1',
    '[2606:4700::1111]',
    '[64:ff9b::1.1.1.1]',
    '[::ffff:1.1.1.1]',
  ])('%s is public', (host) => {
    expect(refusal(host)).toBeUndefined();
  });

  it.each<readonly [entry: string, host: string, port: number, isAllowed: boolean]>([
    ['10.0.0.0/8', '10.200.1.1', 80, true],
    ['10.0.0.0/8', '[::ffff:10.1.1.1]', 80, true],
    ['10.0.0.0/8', '[64:ff9b::10.1.1.1]', 80, true],
    ['10.0.0.0/8', '11.0.0.1', 80, true],
    ['10.0.0.0/8', '192.168.0.1', 80, false],
    ['10.0.0.0/8', '[::1]', 80, false],
    ['10.1.2.3', '10.1.2.3', 8080, true],
    ['10.1.2.3', '10.1.2.4', 8080, false],
    ['10.1.2.3:8080', '10.1.2.3', 8080, true],
    ['10.1.2.3:8080', '10.1.2.3', 8081, false],
    ['fd00::/8', '[fd12::1]', 80, true],
    ['fd00::/8', '[fe80::1]', 80, false],
    ['fd00::1', '[fd00::1]', 80, true],
    ['[fd00::1]:8080', '[fd00::1]', 8080, true],
    ['[fd00::1]:8080', '[fd00::1]', 80, false],
    ['[fd00::1]', '[fd00::1]', 80, true],
    ['::ffff:10.1.2.3', '10.1.2.3', 80, true],
  ])('with %s allowed, %s on port %i: %s', (entry, host, port, isAllowed) => {
    expect(refusal(host, [entry], port) === undefined).toBe(isAllowed);
  });
});

it.each(['', '10.0.0.0/33', '10.0.0', '10.0.0.1:0', '10.0.0.1:99999', 'http://x', 'a b', '[x]:80', '::1:x', '-x', '*'])(
  '"%s" is no entry of the setting',
  (entry) => {
    expect(() => new AddressGuard([entry])).toThrow(`"${entry}" is not an address`);
  },
);

const resolveTo =
  (...addresses: readonly string[]): net.LookupFunction =>
  (_name, _options, callback) =>
    callback(null, addresses.map((address) => ({ address, family: net.isIP(address) })) as LookupAddress[]);

/** What is connected to, of a name with these addresses. */
function connectable(addresses: readonly string[], allowed: PrivateBackends = false, all = true): Promise<unknown> {
  const guard = new AddressGuard(allowed, resolveTo(...addresses));
  return new Promise((resolve) => {
    guard.lookup(8080)('orders.internal', { all }, (error, found) => {
      if (error) resolve(error.message);
      else resolve(typeof found === 'string' ? found : found.map(({ address }) => address));
    });
  });
}

describe('a name', () => {
  it('of public addresses keeps them all', async () => {
    expect(await connectable(['1.1.1.1', '2606:4700::1111'])).toEqual(['1.1.1.1', '2606:4700::1111']);
  });

  it('of mixed addresses keeps the public ones', async () => {
    expect(await connectable(['127.0.0.1', '1.1.1.1', 'fe80::1%eth0', '::1'])).toEqual(['1.1.1.1']);
    expect(await connectable(['127.0.0.1', '1.1.1.1'], false, false)).toBe('1.1.1.1');
  });

  it('of private addresses is refused, without telling which', async () => {
    const message = await connectable(['10.9.8.7']);
    expect(message).toContain('orders.internal has a private address');
    expect(message).not.toContain('10.9.8.7');
  });

  it.each<readonly [entry: string, isAllowed: boolean]>([
    ['orders.internal', true],
    ['Orders.Internal:8080', true],
    ['orders.internal:8081', false],
    ['internal', false],
    ['10.0.0.0/8', true],
    ['192.168.0.0/16', false],
  ])('with %s allowed: %s', async (entry, isAllowed) => {
    expect(Array.isArray(await connectable(['10.9.8.7'], [entry]))).toBe(isAllowed);
  });
});

it('no allowance opens the port of the gateway’s own function host', () => {
  for (const allowed of [true, ['127.0.0.0/8', '0.0.0.0']]) {
    const guard = new AddressGuard(allowed);
    guard.protect('http://127.0.0.1:4000');
    expect(guard.refusalOf('127.0.0.1', 4000)).toBeDefined();
    expect(guard.refusalOf('0.0.0.0', 4000)).toBeDefined();
    expect(guard.refusalOf('127.0.0.1', 4001)).toBeUndefined();
  }
});
