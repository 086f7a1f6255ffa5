// Connections whose bytes land in one buffer that all of them share: no stream, no event and no allocation between the
// kernel and the parser. node:net does that for sockets it opens (`onread`), but not yet for those it accepts; so the
// accepted handle is made a socket here. The two fields this takes (`_handle.onconnection` of a server, `handle` of a
// socket) are not documented: they are what node:net itself uses, and are touched in this file only.
import net from 'node:net';
import type { TLSSocket } from 'node:tls';

/** Filled and read before anyone else can run: one is enough for all connections. */
const READ_BUFFER = Buffer.allocUnsafe(64 * 1024);

/** False: no more bytes until the socket is resumed. They are overwritten after the call. */
export type BytesListener = (bytes: Buffer) => boolean;

interface AcceptingServer extends net.Server {
  readonly _handle?: { onconnection?: (error: number, handle: object | undefined) => void };
}

/** A listening server gives its connections to `accept`, and its failures to accept one to `failed`. */
export function acceptWith(
  server: net.Server,
  accept: (handle: object) => void,
  failed: (errorNumber: number) => void,
): void {
  const handle = (server as AcceptingServer)._handle;
  if (typeof handle?.onconnection !== 'function') {
    throw new Error(
      `The gateway can’t accept connections on Node ${process.version}: run it on a version that it supports.`,
    );
  }
  handle.onconnection = (error, connection) => {
    if (error !== 0 || connection === undefined) failed(error);
    else accept(connection);
  };
}

/** Closes in both directions when it is told to, and only then: a client may have ended while its answer is on its way. */
export function socketOf(handle: object, onBytes: BytesListener): net.Socket {
  const onread: net.OnReadOpts = {
    buffer: READ_BUFFER,
    callback: (size) => onBytes(READ_BUFFER.subarray(0, size)),
  };
  const socket = new net.Socket({ handle, onread, allowHalfOpen: true } as net.SocketConstructorOpts);
  socket.setNoDelay(true);
  return socket;
}

/** The same of a connection whose bytes are decrypted on their way: those have buffers of their own. */
export function decryptedFrom(socket: TLSSocket, onBytes: BytesListener): TLSSocket {
  socket.on('data', (bytes: Buffer) => {
    if (!onBytes(bytes)) socket.pause();
  });
  return socket;
}
