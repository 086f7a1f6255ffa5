import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Page, Request } from '@playwright/test';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends what no browser sends. */
export function send(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options;
    const request = httpRequest(
      { host: '127.0.0.1', port: Number(process.env.E2E_PORT), method, path, headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Sends a captured request again, with other headers (undefined: without) or another body. */
export async function replay(
  request: Request,
  headers: Record<string, string | undefined> = {},
  body?: string,
): Promise<Answer> {
  const own = { ...(await request.allHeaders()), 'accept-encoding': 'identity' };
  const all: Record<string, string | undefined> = { ...own, ...headers };
  const kept = Object.entries(all).filter(
    ([name, value]) => value !== undefined && !name.startsWith(':') && name !== 'content-length',
  );
  const text = body ?? request.postData() ?? '';
  return send(new URL(request.url()).pathname, {
    method: 'POST',
    headers: {
      ...(Object.fromEntries(kept) as Record<string, string>),
      'content-length': `${Buffer.byteLength(text)}`,
    },
    body: text,
  });
}

export const cookiesOf = async (page: Page): Promise<string> =>
  (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
