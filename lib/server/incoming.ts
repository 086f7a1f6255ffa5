import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

const holder = globalThis as typeof globalThis & { __gatehouseIncoming?: boolean };

/** Sees every request before Next does; Next shows route handlers neither the socket nor a URL it can't decode. */
export function installIncoming(trustProxy: boolean): void {
  if (holder.__gatehouseIncoming) return;
  holder.__gatehouseIncoming = true;
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    if (!trustProxy) distrust(request);
    if (request.url?.includes('%')) request.url = request.url.replace(BAD_ESCAPE, '%25');
    // AWS's SDKs end their endpoint's path with a slash, and Next would send them elsewhere, which they do not follow.
    if (request.url === '/cognito-idp/') request.url = '/cognito-idp';
    // Next builds a web Request of it, which has no TRACE: a 500, where OPTIONS tells what is allowed.
    if (request.method === 'TRACE') request.method = 'OPTIONS';
  });
}

/**
 * Next and next-auth believe what a client writes into X-Forwarded-*: so that sign-in limits can't be walked around and
 * links never lead to a host of the client's choice, they see the socket's address and fill in the rest themselves;
 * unless a proxy that sets them stands in front (GATEHOUSE_TRUST_PROXY=1).
 */
function distrust(request: Pick<IncomingMessage, 'headers' | 'socket'>): void {
  for (const name of ['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'forwarded']) {
    delete request.headers[name];
  }
  request.headers['x-forwarded-for'] = request.socket.remoteAddress ?? '';
}

/** Next answers 500 to a path that it can't decode; as text it is an id that does not exist. */
const BAD_ESCAPE = /%(?![0-9a-f]{2})/gi;
