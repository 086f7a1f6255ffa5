import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import NextAuth, { type AuthOptions } from 'next-auth';

export interface AuthServer {
  readonly url: string;
  close(): void;
}

/** next-auth's endpoints on a plain HTTP server: as in the product, without Next around them. */
export async function startAuthServer(options: (req: IncomingMessage) => AuthOptions): Promise<AuthServer> {
  const server = createServer((req, res) => {
    serve(req, res, options(req)).catch((error: unknown) => {
      res.statusCode = 500;
      res.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function serve(req: IncomingMessage, res: ServerResponse, options: AuthOptions): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://server');
  req.headers['x-forwarded-proto'] = 'http';
  let body = '';
  for await (const chunk of req) body += chunk;
  const request = Object.assign(req, {
    query: {
      ...Object.fromEntries(url.searchParams),
      nextauth: url.pathname.replace(/^\/api\/auth\//, '').split('/'),
    },
    cookies: Object.fromEntries(
      (req.headers.cookie ?? '')
        .split('; ')
        .map((pair) => [pair.split('=')[0], decodeURIComponent(pair.split('=')[1] ?? '')]),
    ),
    body: Object.fromEntries(new URLSearchParams(body)),
  });
  const response = Object.assign(res, {
    status(code: number) {
      res.statusCode = code;
      return response;
    },
    json(value: unknown) {
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify(value));
    },
    send(value: unknown) {
      res.end(typeof value === 'string' ? value : JSON.stringify(value ?? ''));
    },
  });
  await NextAuth(request as never, response as never, options);
}

/** A browser as far as cookies go. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  async go(url: string, form?: Record<string, string>): Promise<Response> {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      if (value === '' || /max-age=0/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }

  cookie(name: string): string | undefined {
    const value = this.#cookies.get(name);
    return value === undefined ? undefined : decodeURIComponent(value);
  }

  clone(): Browser {
    const other = new Browser();
    for (const [name, value] of this.#cookies) other.#cookies.set(name, value);
    return other;
  }
}
