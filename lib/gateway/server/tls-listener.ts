// Connections that begin with TLS: the client's first bytes name a domain, and what that domain was given (certificate, oldest
// version, trust store) makes the handshake. Behind it everything is as without TLS.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html
import { createHash, hkdfSync } from 'node:crypto';
import type { Socket } from 'node:net';
import tls from 'node:tls';
import { chainLength, describeClientCertificate } from '../http/client-certificate';
import { type Door, tlsDoor } from '../http/door';
import type { Services } from '../pipeline/services';
import type { CompiledDomain } from '../snapshot/domain-table';
import type { Snapshot } from '../snapshot/snapshot';
import { HELLO_NOT_YET, MAX_HELLO_BYTES, NO_HELLO, serverNameOf } from './client-hello';

const HANDSHAKE_MS = 10_000;
/** https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html */
const MAX_CLIENT_CHAIN = 4;
/** A fatal alert: unrecognized_name (RFC 6066 §3). */
const UNRECOGNIZED_NAME = Buffer.from([21, 3, 3, 0, 2, 2, 112]);
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

export class TlsListener {
  readonly #services: Pick<Services, 'logger' | 'counters'>;
  readonly #current: () => Pick<Snapshot, 'domainNames'>;
  readonly #opened: (socket: tls.TLSSocket, door: Door) => void;
  /** By the other end's address and port. */
  readonly #handshakes = new Map<string, Socket>();
  /** A domain that was published anew has another: connections under way keep the one they began with. */
  readonly #servers = new WeakMap<CompiledDomain, tls.Server | null>();

  constructor(
    services: Pick<Services, 'logger' | 'counters'>,
    current: () => Pick<Snapshot, 'domainNames'>,
    opened: (socket: tls.TLSSocket, door: Door) => void,
  ) {
    this.#services = services;
    this.#current = current;
    this.#opened = opened;
  }

  accept(socket: Socket): void {
    const peer = peerOf(socket);
    this.#handshakes.set(peer, socket);
    socket.setNoDelay(true);
    const late = setTimeout(() => socket.destroy(), HANDSHAKE_MS);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(late);
      if (this.#handshakes.get(peer) === socket) this.#handshakes.delete(peer);
    });
    let held: Buffer | null = null;
    const onData = (bytes: Buffer): void => {
      held = held === null ? bytes : Buffer.concat([held, bytes]);
      const name = serverNameOf(held);
      if (name === HELLO_NOT_YET && held.length <= MAX_HELLO_BYTES) return;
      socket.off('data', onData);
      clearTimeout(late);
      if (typeof name === 'string') this.#begin(socket, name, held);
      else this.#refuse(socket, name === NO_HELLO);
    };
    socket.on('data', onData);
  }

  /** Who has no connection yet gets none any more. */
  close(): void {
    for (const socket of this.#handshakes.values()) socket.destroy();
  }

  #begin(socket: Socket, name: string, hello: Buffer): void {
    const domain = this.#current().domainNames.find(name);
    const server = domain === undefined ? null : this.#serverOf(domain);
    if (server === null) {
      socket.end(UNRECOGNIZED_NAME, () => socket.destroy());
      return;
    }
    socket.pause();
    socket.unshift(hello);
    server.emit('connection', socket);
  }

  #refuse(socket: Socket, isOtherProtocol: boolean): void {
    if (isOtherProtocol) this.#services.counters.malformedRequests += 1;
    socket.destroy();
  }

  /** Null: it has no certificate, or one that OpenSSL does not take. */
  #serverOf(domain: CompiledDomain): tls.Server | null {
    const known = this.#servers.get(domain);
    if (known !== undefined) return known;
    const server = this.#create(domain);
    this.#servers.set(domain, server);
    return server;
  }

  #create(domain: CompiledDomain): tls.Server | null {
    const { tls: own, trustStore, name } = domain.definition;
    if (own === undefined) return null;
    try {
      // Sessions are of one domain, one key and one trust store: nothing else resumes them, in whichever worker.
      const identity = createHash('sha256').update(`${name}\n${own.certificate}\n${trustStore?.certificates}`).digest();
      const server = tls.createServer({
        ...{ cert: own.certificate, key: own.privateKey, minVersion: own.minVersion, maxVersion: 'TLSv1.3' },
        ...{ allowHalfOpen: true, handshakeTimeout: HANDSHAKE_MS, ALPNProtocols: ['h2', 'http/1.1'] },
        ...(trustStore === undefined
          ? {}
          : // Refused with an answer, after the handshake: that says why.
            { requestCert: true, rejectUnauthorized: false, ca: trustStore.certificates.match(CERTIFICATE) ?? [] }),
        sessionIdContext: identity.toString('hex').slice(0, 32),
        ticketKeys: Buffer.from(hkdfSync('sha256', own.privateKey, identity, 'session tickets', 48)),
      });
      server.on('tlsClientError', () => undefined);
      server.on('secureConnection', (socket) => {
        this.#handshakes.delete(peerOf(socket));
        this.#opened(socket, doorOf(socket, domain));
      });
      return server;
    } catch (err) {
      this.#services.logger.error(
        { err, domainName: name },
        'A custom domain name can’t be served: its TLS settings are not usable.',
      );
      return null;
    }
  }
}

const peerOf = ({ remoteAddress, remotePort, localAddress }: Socket): string =>
  `${remoteAddress} ${remotePort} ${localAddress}`;

function doorOf(socket: tls.TLSSocket, { definition, trustKey }: CompiledDomain): Door {
  if (definition.trustStore === undefined || !socket.authorized) return tlsDoor('', null);
  const certificate = socket.getPeerCertificate(true);
  if (chainLength(certificate) > MAX_CLIENT_CHAIN) return tlsDoor('', null);
  return tlsDoor(trustKey, describeClientCertificate(certificate));
}
