// Which addresses backends may have. An owner of an API writes URIs, and must not reach with them what only this machine
// or its network can: cloud metadata, databases, the console. Asked when a connection is opened, about the address
// that is connected to, so that it does not matter how a name comes to it.
import dns from 'node:dns';
import net from 'node:net';
import ipaddr from 'ipaddr.js';
import { type Address, addressClass, parseAddress } from './address-class';

/** True: all. Otherwise entries of the setting: "10.0.0.0/8", "10.1.2.3:8080", "[fd00::1]:8080", "orders.internal". */
export type PrivateBackends = boolean | readonly string[];

export const PRIVATE_BACKENDS_SETTING = 'GATEHOUSE_ALLOW_PRIVATE_BACKENDS';

export class AddressRefusedError extends Error {
  constructor(what: string) {
    super(
      `${what}, and backends may not have those here. Whoever runs this gateway can allow it with ${PRIVATE_BACKENDS_SETTING}.`,
    );
    this.name = 'AddressRefusedError';
  }
}

interface AllowedHost {
  /** Lower case. */
  readonly host: string;
  /** Undefined: any. */
  readonly port: number | undefined;
}

interface AllowedRange {
  readonly range: [Address, number];
  readonly port: number | undefined;
}

export class AddressGuard {
  readonly #allowsAll: boolean;
  readonly #hosts: readonly AllowedHost[];
  readonly #ranges: readonly AllowedRange[];
  readonly #resolve: net.LookupFunction;
  /** Ports on this machine that no URI may reach, whatever is allowed: the function host's. */
  readonly #ownPorts = new Set<number>();

  /** Throws where an entry can't be read. */
  constructor(allowed: PrivateBackends, resolve: net.LookupFunction = dns.lookup as net.LookupFunction) {
    this.#resolve = resolve;
    this.#allowsAll = allowed === true;
    const entries = typeof allowed === 'boolean' ? [] : allowed.map(parseEntry);
    this.#hosts = entries.filter((entry) => 'host' in entry);
    this.#ranges = entries.filter((entry) => 'range' in entry);
  }

  protect(origin: string): void {
    this.#ownPorts.add(Number(new URL(origin).port));
  }

  /** Of a host that is an address. Undefined: it may be called, or it is a name, whose addresses `lookup` sees. */
  refusalOf(host: string, port: number): AddressRefusedError | undefined {
    if (net.isIP(host) === 0) return undefined;
    const refused = this.#refusedClass(host, host, port);
    return refused === undefined ? undefined : new AddressRefusedError(`${host} is ${refused}`);
  }

  /** For net.connect: a name's addresses without those that may not be called. */
  lookup(port: number): net.LookupFunction {
    return (name, options, callback) => {
      this.#resolve(name, { ...options, all: true }, (error, found) => {
        if (error) return callback(error, []);
        const addresses = Array.isArray(found) ? found : [{ address: found, family: net.isIP(found) }];
        let refused: string | undefined;
        const usable = addresses.filter(({ address }) => {
          const why = this.#refusedClass(name, address, port);
          refused ??= why;
          return why === undefined;
        });
        const [first] = usable;
        // Which address it is stays unsaid: an owner learns nothing of the network's names.
        if (first === undefined) callback(new AddressRefusedError(`${name} has ${refused ?? 'no address'}`), []);
        else if (options.all === true) callback(null, usable);
        else callback(null, first.address, first.family);
      });
    };
  }

  /** Undefined: may be called. */
  #refusedClass(host: string, text: string, port: number): string | undefined {
    const address = parseAddress(text);
    if (address === undefined) return 'an address of an unknown kind';
    const found = addressClass(address);
    if (found === undefined) return undefined;
    if (this.#ownPorts.has(port) && (found === CLASS_OF_LOOPBACK || found === CLASS_OF_UNSPECIFIED)) return found;
    if (this.#allowsAll) return undefined;
    const lowerHost = host.toLowerCase();
    const fits = (entry: { readonly port: number | undefined }) => entry.port === undefined || entry.port === port;
    const isAllowed =
      this.#hosts.some((entry) => entry.host === lowerHost && fits(entry)) ||
      this.#ranges.some((entry) => fits(entry) && isWithin(address, entry.range));
    return isAllowed ? undefined : found;
  }
}

const CLASS_OF_LOOPBACK = addressClass(ipaddr.parse('127.0.0.1'));
const CLASS_OF_UNSPECIFIED = addressClass(ipaddr.parse('0.0.0.0'));

const ENTRY = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/;
const HOST = /^[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?\.?$/i;

function parseEntry(text: string): AllowedHost | AllowedRange {
  // An IPv6 address or range without brackets has no port.
  const bare = parseRange(text);
  if (bare !== undefined) return { range: bare, port: undefined };
  const [, bracketed, plain = '', digits] = ENTRY.exec(text) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (port === undefined || (port >= 1 && port <= 65_535)) {
    const range = parseRange(bracketed ?? plain);
    if (range !== undefined) return { range, port };
    if (bracketed === undefined && HOST.test(plain) && !/^[\d.]+$/.test(plain)) {
      return { host: plain.toLowerCase(), port };
    }
  }
  throw new Error(
    `${PRIVATE_BACKENDS_SETTING}: "${text}" is not an address (10.1.2.3, 10.1.2.3:8080, [fd00::1]:8080), a range (10.0.0.0/8) or a host (orders.internal:8080).`,
  );
}

function parseRange(text: string): [Address, number] | undefined {
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(text) || ipaddr.IPv6.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  const address = parseAddress(text);
  return address === undefined ? undefined : [address, address.kind() === 'ipv4' ? 32 : 128];
}

function isWithin(address: Address, range: [Address, number]): boolean {
  return address.kind() === range[0].kind() && address.match(range);
}
