import { isIP } from 'node:net';

/** An address of its own at which private APIs answer, and as which policies know it. */
export interface VpcEndpoint {
  readonly id: string;
  readonly vpcId: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

const ENTRY = /^(vpce-[0-9a-f]{8,17})@(\[[0-9a-f:.]+\]|[a-z0-9.-]+):(\d{1,5})\/(vpc-[0-9a-f]{8,17})$/i;

/** Of GATEHOUSE_VPC_ENDPOINTS. Throws what is wrong with an entry, in one line. */
export function parseVpcEndpoints(entries: readonly string[]): VpcEndpoint[] {
  const endpoints = entries.map(parseEntry);
  for (const [index, endpoint] of endpoints.entries()) {
    const others = endpoints.slice(0, index);
    if (others.some(({ id }) => id === endpoint.id)) throw problem(entries[index], 'its id is listed twice');
    const isTaken = others.some(({ host, port }) => port !== 0 && port === endpoint.port && host === endpoint.host);
    if (isTaken) throw problem(entries[index], 'its address is listed twice');
  }
  return endpoints;
}

function parseEntry(entry: string): VpcEndpoint {
  const [, id = '', host = '', port = '', vpcId = ''] = ENTRY.exec(entry) ?? [];
  if (id === '')
    throw problem(entry, 'it is not of the form vpce-0123456789abcdef0@127.0.0.1:8443/vpc-0123456789abcdef0');
  const address = host.startsWith('[') ? host.slice(1, -1) : host;
  if (host.startsWith('[') && isIP(address) !== 6) throw problem(entry, `${host} is no IPv6 address`);
  if (Number(port) > 65_535) throw problem(entry, `${port} is no port`);
  return { id: id.toLowerCase(), vpcId: vpcId.toLowerCase(), host: address, port: Number(port) };
}

const problem = (entry: string | undefined, what: string) =>
  new Error(`GATEHOUSE_VPC_ENDPOINTS lists ${JSON.stringify(entry)}: ${what}.`);
