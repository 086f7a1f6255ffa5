// Which address a request is from when proxies stand in front: they are believed, one after the other from our side, and
// nobody else is. Only X-Forwarded-For is read. A `Forwarded` header (RFC 7239) is passed on and not believed: AWS writes
// X-Forwarded-For, and two headers that may disagree are one too many to decide by.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html ($context.identity.sourceIp)
import net from 'node:net';
import { headerValues } from '../http/headers';
import type { HeaderList } from '../http/message';

export const TRUSTED_PROXIES_SETTING = 'GATEHOUSE_TRUSTED_PROXIES';

export class TrustedProxies {
  readonly #list = new net.BlockList();

  /** "10.0.0.0/8", "192.0.2.7", "fd00::/8". */
  constructor(entries: readonly string[]) {
    for (const entry of entries) this.#add(entry);
  }

  has(address: string): boolean {
    const family = net.isIP(address);
    return family !== 0 && this.#list.check(address, family === 4 ? 'ipv4' : 'ipv6');
  }

  /**
   * The rightmost address of X-Forwarded-For that no trusted proxy has; what stands left of it, anyone may have written.
   * `isPeerTrusted`: for who has shown by other means that it is to be believed.
   */
  clientOf(peer: string, headers: HeaderList, isPeerTrusted = this.has(peer)): string {
    if (!isPeerTrusted) return peer;
    const hops = headerValues(headers, 'x-forwarded-for').join(',').split(',');
    let client = peer;
    for (let i = hops.length - 1; i >= 0; i--) {
      const hop = addressIn(hops[i] as string);
      // Who a proxy heard of is not known: the proxy itself is the last that is.
      if (hop === '') return client;
      client = hop;
      if (!this.has(hop)) return client;
    }
    return client;
  }

  #add(entry: string): void {
    const [address = '', bits, ...rest] = entry.split('/');
    const family = net.isIP(address);
    const size = bits === undefined ? (family === 4 ? 32 : 128) : Number(bits);
    const isRange = bits === undefined || /^\d{1,3}$/.test(bits);
    if (family === 0 || rest.length > 0 || !isRange || size > (family === 4 ? 32 : 128)) {
      throw new Error(
        `${TRUSTED_PROXIES_SETTING} lists ${JSON.stringify(entry)}, which is no address and no range: write 10.0.0.0/8, 192.0.2.7 or fd00::/8, with commas between.`,
      );
    }
    this.#list.addSubnet(address, size, family === 4 ? 'ipv4' : 'ipv6');
  }
}

/** Some proxies add the port: "192.0.2.7:4711", "[2001:db8::1]:4711". Empty: no address. */
function addressIn(hop: string): string {
  const text = hop.trim();
  const bare = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  const plain = /^::ffff:[\d.]+$/i.test(bare) ? bare.slice(7) : bare;
  return net.isIP(plain) === 0 || plain.includes('%') ? '' : plain.toLowerCase();
}
