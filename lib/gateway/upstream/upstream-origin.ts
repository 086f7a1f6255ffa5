// "https://host:port", taken apart once.
import net from 'node:net';
import type { ConnectionOptions } from 'node:tls';

export class UpstreamOrigin {
  readonly isTls: boolean;
  /** An IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number;
  readonly hostLine: string;
  /** Of the last connection: the next one need not begin from nothing. */
  tlsSession: Buffer | undefined = undefined;

  constructor(origin: string) {
    const url = new URL(origin);
    this.isTls = url.protocol === 'https:';
    this.host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
    this.port = url.port === '' ? (this.isTls ? 443 : 80) : Number(url.port);
    this.hostLine = `Host: ${url.host}\r\n`;
  }

  tlsOptions(): ConnectionOptions {
    return {
      host: this.host,
      port: this.port,
      ALPNProtocols: ['http/1.1'],
      ...(net.isIP(this.host) === 0 ? { servername: this.host } : {}),
      ...(this.tlsSession === undefined ? {} : { session: this.tlsSession }),
    };
  }
}
