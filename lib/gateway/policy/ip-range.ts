// An address or a CIDR block as numbers, so that a request pays for its own address only, and no object for it.
import { isIPv4, isIPv6 } from 'node:net';
import { parseAddress } from '../upstream/address-class';

export type IpRange = (address: string) => boolean;

/** Undefined: it is neither an address nor a range. */
export function ipRange(text: string): IpRange | undefined {
  const slash = text.indexOf('/');
  const host = slash === -1 ? text : text.slice(0, slash);
  const bits = slash === -1 ? undefined : text.slice(slash + 1);
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return undefined;
  if (isIPv4(host)) {
    const length = bits === undefined ? 32 : Number(bits);
    if (length > 32) return undefined;
    const size = 2 ** (32 - length);
    const network = Math.floor(ipv4Number(host) / size);
    return (address) => Math.floor(ipv4Of(address) / size) === network;
  }
  if (!isIPv6(host) || host.includes('%')) return undefined;
  const length = bits === undefined ? 128 : Number(bits);
  if (length > 128) return undefined;
  const network = ipv6Bytes(host);
  if (network === undefined) return undefined;
  return (address) => {
    if (!isIPv6(address)) return false;
    const bytes = ipv6Bytes(address);
    return bytes !== undefined && sharesBits(bytes, network, length);
  };
}

let lastAddress = '';
let lastNumber = Number.NaN;

/** NaN: not IPv4. A policy compares one address with many ranges: it is read once. */
function ipv4Of(address: string): number {
  if (address === lastAddress) return lastNumber;
  const plain = address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
  lastNumber = isIPv4(plain) ? ipv4Number(plain) : Number.NaN;
  lastAddress = address;
  return lastNumber;
}

function ipv4Number(text: string): number {
  let number = 0;
  let part = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46) {
      number = number * 256 + part;
      part = 0;
    } else part = part * 10 + code - 48;
  }
  return number * 256 + part;
}

/** Undefined: an IPv4 address in IPv6's clothes, which ranges of IPv4 are for. */
function ipv6Bytes(text: string): readonly number[] | undefined {
  const zone = text.indexOf('%');
  const bytes = parseAddress(zone === -1 ? text : text.slice(0, zone))?.toByteArray();
  return bytes?.length === 16 ? bytes : undefined;
}

function sharesBits(a: readonly number[], b: readonly number[], length: number): boolean {
  const whole = length >> 3;
  for (let i = 0; i < whole; i++) if (a[i] !== b[i]) return false;
  const rest = length & 7;
  return rest === 0 || (a[whole] ?? 0) >> (8 - rest) === (b[whole] ?? 0) >> (8 - rest);
}
