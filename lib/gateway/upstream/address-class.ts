// What kind of address a backend has. Only addresses of the public internet have no class: whatever is not known to be
// public counts as reserved. https://www.iana.org/assignments/iana-ipv6-special-registry/
import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** IPv6 that is in use on the internet; everything outside is special or not assigned. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
/** NAT64: the last four bytes are the IPv4 address that is really called. RFC 6052 */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

const CLASSES: Readonly<Record<string, string>> = {
  loopback: 'a loopback address',
  private: 'a private address',
  uniqueLocal: 'a private address',
  deprecatedSiteLocal: 'a private address',
  linkLocal: 'a link-local address',
  carrierGradeNat: 'a shared address of a provider’s network',
  unspecified: 'an unspecified address',
  multicast: 'a multicast address',
  broadcast: 'a broadcast address',
};

/** Undefined: not an address. An IPv4 address in IPv6's clothes (mapped, NAT64) is taken out of them. */
export function parseAddress(text: string): Address | undefined {
  // Four decimal parts are what the kernel is given; other spellings of IPv4 have been rewritten by URL or are names.
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (!ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.IPv6.parse(text);
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  if (address.match(NAT64)) return ipaddr.fromByteArray(address.toByteArray().slice(12));
  return address;
}

/** Undefined: a public address. */
export function addressClass(address: Address): string | undefined {
  const range = address.range();
  const isPublic = range === 'unicast' && (address.kind() === 'ipv4' || (address as ipaddr.IPv6).match(GLOBAL_UNICAST));
  return isPublic ? undefined : (CLASSES[range] ?? 'a reserved address');
}
