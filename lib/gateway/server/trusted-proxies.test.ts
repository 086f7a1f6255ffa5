import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TrustedProxies } from './trusted-proxies';

const proxies = new TrustedProxies(['10.0.0.0/8', '192.0.2.7', 'fd00::/8']);
const PROXY = '10.0.0.1';

describe('the client’s address', () => {
  it.each<[string, string, string[], string]>([
    ['a stranger is not believed', '203.0.113.5', ['198.51.100.1'], '203.0.113.5'],
    ['without the header it is the proxy', PROXY, [], PROXY],
    ['the proxy’s client', PROXY, ['198.51.100.1'], '198.51.100.1'],
    ['what the client wrote stands left', PROXY, ['127.0.0.1, 198.51.100.1'], '198.51.100.1'],
    ['also in a header of its own', PROXY, ['127.0.0.1', '198.51.100.1'], '198.51.100.1'],
    ['two proxies', PROXY, ['198.51.100.1, 192.0.2.7'], '198.51.100.1'],
    ['proxies all the way', PROXY, ['10.1.1.1, 10.1.1.2'], '10.1.1.1'],
    ['IPv6, its proxy too', 'fd00::1', ['2001:DB8::1'], '2001:db8::1'],
    ['with ports', PROXY, ['[2001:db8::1]:4711, 192.0.2.7:80'], '2001:db8::1'],
    ['IPv4 as IPv6', PROXY, ['::ffff:198.51.100.1'], '198.51.100.1'],
    ['no address: the proxy is the last one known', PROXY, ['198.51.100.1, unknown'], PROXY],
    ['an empty entry is none', PROXY, ['198.51.100.1, , 192.0.2.7'], '192.0.2.7'],
    ['zones are nobody’s', PROXY, ['fe80::1%eth0'], PROXY],
  ])('%s', (_, peer, values, client) => {
    const headers = values.flatMap((value) => ['X-Forwarded-For', value]);
    expect(proxies.clientOf(peer, ['Forwarded', 'for=127.0.0.1', ...headers])).toBe(client);
  });

  it('is never what a client wrote itself', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.ipV4().filter((it) => !proxies.has(it)),
        (written, client) => {
          expect(proxies.clientOf(PROXY, ['x-forwarded-for', `${written}, ${client}`])).toBe(client);
          expect(proxies.clientOf(client, ['x-forwarded-for', written])).toBe(client);
        },
      ),
    );
  });
});

it.each(['proxy.internal', '10.0.0.0/33', '10.0.0.0/8/1', 'fd00::/129', '10.0.0.0/', '/8', '10.0.0.0/x'])(
  'refuses %j as a proxy',
  (entry) => {
    expect(() => new TrustedProxies([entry])).toThrow(`GATEHOUSE_TRUSTED_PROXIES lists ${JSON.stringify(entry)}`);
  },
);
