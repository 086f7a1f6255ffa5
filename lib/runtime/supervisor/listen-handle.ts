import { lookup } from 'node:dns/promises';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A bound socket that nobody accepts on in this process. Workers listen on it. */
export interface ListenHandle {
  getsockname(out: { address?: string; port?: number }): number;
  close(): void;
}

export interface BoundHandle {
  readonly handle: ListenHandle;
  readonly port: number;
}

const MAIN_SETTING = 'GATEWAY_PORT (and GATEWAY_HOST)';
const RETRY_MS = 1_500;
const RETRY_EVERY_MS = 100;

/** The workers of a killed runtime let go of the port within a moment: its successor asks again for that long. */
export async function bindHandle(host: string, port: number, setting = MAIN_SETTING): Promise<BoundHandle> {
  const deadline = performance.now() + RETRY_MS;
  for (;;) {
    try {
      return bindOnce(await addressOf(host), port, setting);
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(RETRY_EVERY_MS);
    }
  }
}

/**
 * Binds the gateway's address. The runtime keeps the socket for its whole life, so while a worker is replaced new
 * connections wait in the kernel's queue instead of being refused. node:cluster shares sockets the same way (with this
 * very function) but closes them with the last worker.
 */
function bindOnce(host: string, port: number, setting: string): BoundHandle {
  const { _createServerHandle: createServerHandle } = net as unknown as {
    readonly _createServerHandle: (address: string, port: number, addressType: 4 | 6, fd: -1) => ListenHandle | number;
  };
  const handle = createServerHandle(host, port, net.isIPv6(host) ? 6 : 4, -1);
  if (typeof handle === 'number') throw new ListenError(host, port, setting);
  // libuv tells of a taken port only here; listening in spite of it would take a random one.
  const bound: { port?: number } = {};
  const failed = handle.getsockname(bound) !== 0 || bound.port === undefined || (port !== 0 && bound.port !== port);
  if (failed || bound.port === undefined) {
    handle.close();
    throw new ListenError(host, port, setting);
  }
  return { handle, port: bound.port };
}

/** "localhost" and other names. */
async function addressOf(host: string): Promise<string> {
  return net.isIP(host) === 0 ? (await lookup(host)).address : host;
}

export class ListenError extends Error {
  constructor(host: string, port: number, setting = MAIN_SETTING) {
    super(
      `The gateway can’t listen on ${host}:${port}: another program has that port, or the address is not this machine’s. Stop it, or set ${setting} to one that is free.`,
    );
    this.name = 'ListenError';
  }
}
