import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ApiError, fetchJson } from './fetcher';

let server: Server | undefined;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((done) => (server ? server.close(done) : done(undefined)));
  server = undefined;
});

async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((done) => started.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

async function failure(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw new Error(`expected an ApiError, got ${String(error)}`);
  return error;
}

describe('fetchJson', () => {
  it('sends the query without its empty parameters and returns the body', async () => {
    const url = await serve((req, res) => {
      res.setHeader('content-type', 'application/json').end(JSON.stringify({ url: req.url }));
    });
    const body = await fetchJson<{ url: string }>(`${url}/x`, {
      query: { a: 1, b: '', c: null, d: undefined, e: ['p', 'q'], f: false },
    });
    expect(body.url).toBe('/x?a=1&e=p&e=q&f=false');
  });

  it('turns a problem document into an ApiError with its code, request id and parameters', async () => {
    const url = await serve((_req, res) => {
      res.writeHead(422, { 'content-type': 'application/problem+json' }).end(
        JSON.stringify({
          title: 'Unprocessable',
          detail: 'range must be one of 1h, 3h',
          code: 'VALIDATION',
          requestId: 'req_1',
          invalidParams: [{ name: 'range', reason: 'unknown' }, { nonsense: true }, 7],
        }),
      );
    });
    const error = await failure(fetchJson(url));
    expect({ ...error, message: error.message }).toMatchObject({
      status: 422,
      code: 'VALIDATION',
      message: 'range must be one of 1h, 3h',
      requestId: 'req_1',
      invalidParams: [{ name: 'range', reason: 'unknown' }],
    });
    expect(error.retryable).toBe(false);
  });

  it('never shows the text of an answer that is not a problem document', async () => {
    const url = await serve((_req, res) => {
      res
        .writeHead(502, { 'content-type': 'text/html', 'x-request-id': 'req_2' })
        .end('<h1>Traceback: password=hunter2</h1>');
    });
    const error = await failure(fetchJson(url));
    expect(error).toMatchObject({ status: 502, code: 'HTTP_502', requestId: 'req_2', retryable: true });
    expect(error.message).not.toContain('hunter2');
  });

  it('says so when a 200 is not JSON', async () => {
    const url = await serve((_req, res) => res.end('<html>'));
    expect((await failure(fetchJson(url))).code).toBe('INVALID_RESPONSE');
  });

  it('reports a server that is not there as NETWORK, worth a retry', async () => {
    const url = await serve((_req, res) => res.end());
    await new Promise((done) => server?.close(done));
    server = undefined;
    expect(await failure(fetchJson(url))).toMatchObject({ status: 0, code: 'NETWORK', retryable: true });
  });

  it('lets a cancelled read stay a cancellation', async () => {
    const url = await serve(() => {});
    const controller = new AbortController();
    const read = fetchJson(url, { signal: controller.signal });
    controller.abort();
    await expect(read).rejects.toMatchObject({ name: 'AbortError' });
  });
});
