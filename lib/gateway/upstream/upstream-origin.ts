// A backend's "https://host:port", taken apart once, and how it is connected to.
import net from 'node:net';
import tls from 'node:tls';
import type { AddressGuard } from './address-guard';
import type { Backend } from './backend';

/** A certificate that somebody unknown has signed; anything else that is wrong with one stays wrong. */
const UNKNOWN_ISSUER: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

export interface UpstreamTrust {
  readonly guard: AddressGuard;
  /** Certificate authorities in place of Node's (NODE_EXTRA_CA_CERTS adds to those). */
  readonly ca?: string;
}

export class UpstreamOrigin {
  readonly isTls: boolean;
  /** An IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number;
  readonly hostLine: string;
  readonly #trust: UpstreamTrust;
  readonly #isOwn: boolean;
  readonly #skipsVerification: boolean;
  readonly #lookup: net.LookupFunction | undefined;
  /** Of the last connection: the next one need not begin from nothing. */
  #tlsSession: Buffer | undefined = undefined;

  constructor({ origin, isOwn, insecureSkipVerification }: Backend, trust: UpstreamTrust) {
    const url = new URL(origin);
    this.isTls = url.protocol === 'https:';
    this.host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
    this.port = url.port === '' ? (this.isTls ? 443 : 80) : Number(url.port);
    this.hostLine = `Host: ${url.host}\r\n`;
    this.#trust = trust;
    this.#isOwn = isOwn;
    this.#skipsVerification = insecureSkipVerification;
    this.#lookup = isOwn ? undefined : trust.guard.lookup(this.port);
  }

  /** `onread` as node:net has it. Fails like any connection that can't be made, and never says so before the next tick. */
  connect(onread: net.OnReadOpts): net.Socket {
    const refusal = this.#isOwn ? undefined : this.#trust.guard.refusalOf(this.host, this.port);
    if (refusal !== undefined) return new net.Socket().destroy(refusal);
    const where = {
      ...{ host: this.host, port: this.port, noDelay: true, onread },
      ...(this.#lookup === undefined ? {} : { lookup: this.#lookup }),
    };
    return this.isTls ? this.#connectTls(where) : net.connect(where as net.NetConnectOpts);
  }

  #connectTls(where: object): tls.TLSSocket {
    const { ca } = this.#trust;
    const skips = this.#skipsVerification;
    const options: tls.ConnectionOptions = {
      ...where,
      ALPNProtocols: ['http/1.1'],
      ...(net.isIP(this.host) === 0 ? { servername: this.host } : {}),
      ...(ca === undefined ? {} : { ca }),
      ...(this.#tlsSession === undefined ? {} : { session: this.#tlsSession }),
      ...(skips ? { rejectUnauthorized: false } : {}),
    };
    const socket = tls.connect(options);
    socket.setNoDelay(true);
    if (skips) {
      // Before anything has been sent: node runs its own check in the same event.
      socket.on('secureConnect', () => {
        const problem = this.#problemOf(socket);
        if (problem !== undefined) socket.destroy(problem);
      });
    } else {
      socket.on('session', (session: Buffer) => {
        this.#tlsSession = session;
      });
    }
    return socket;
  }

  /**
   * As AWS: "API Gateway still performs basic certificate validation, which includes checking the certificate's
   * expiration date, hostname". https://docs.aws.amazon.com/apigateway/latest/api/API_TlsConfig.html
   */
  #problemOf(socket: tls.TLSSocket): Error | undefined {
    // Node's types say Error; what it gives is the code.
    const code = socket.authorizationError as unknown as string | null | undefined;
    if (code && !UNKNOWN_ISSUER.has(code)) return new Error(`The backend's certificate is not accepted: ${code}`);
    const certificate = socket.getPeerCertificate();
    const nowMs = Date.now();
    if (!(Date.parse(certificate.valid_from) <= nowMs && nowMs <= Date.parse(certificate.valid_to))) {
      return new Error(
        `The backend's certificate is valid from ${certificate.valid_from} to ${certificate.valid_to} only.`,
      );
    }
    return tls.checkServerIdentity(this.host, certificate);
  }
}
