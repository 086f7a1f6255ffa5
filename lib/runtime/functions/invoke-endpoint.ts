import http from 'node:http';
import https from 'node:https';
import { UnavailableError } from '@/lib/errors';
import type { AddressGuard } from '@/lib/gateway';
import { signLambdaRequest } from '@/lib/gateway/integrations/sigv4';
import type { FunctionEndpoint } from '@/lib/gateway/model';
import type { InvokeFunctionRequest, InvokeFunctionResult } from './model';

/** One invocation for the console: local or remote, over the same API that gateway workers use. */
export async function invokeEndpoint(
  endpoint: FunctionEndpoint,
  { qualifier, payload, type, logTail }: InvokeFunctionRequest,
  timeoutMs: number,
  guard: AddressGuard,
): Promise<InvokeFunctionResult> {
  const startedAt = performance.now();
  const body = Buffer.from(payload, 'utf8');
  const path = qualifier === undefined ? endpoint.path : `${endpoint.path}?Qualifier=${encodeURIComponent(qualifier)}`;
  const headers = [...endpoint.headers, 'Content-Type', 'application/json', 'X-Amz-Invocation-Type', type];
  if (logTail) headers.push('X-Amz-Log-Type', 'Tail');
  const { origin, credentials } = endpoint;
  if (credentials !== undefined) headers.push(...signLambdaRequest(credentials, origin, path, body, Date.now()));
  const answer = await send(
    new URL(path, origin),
    headers,
    body,
    timeoutMs,
    endpoint.isOwn === true ? undefined : guard,
  );
  const text = (name: string): string | undefined => {
    const value = answer.headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  const functionError = text('x-amz-function-error');
  const tail = text('x-amz-log-result');
  return {
    statusCode: answer.status,
    requestId: text('x-amzn-requestid') ?? '',
    executedVersion: text('x-amz-executed-version') ?? '',
    ...(functionError === undefined ? {} : { functionError }),
    payload: answer.body.toString('utf8'),
    ...(tail === undefined ? {} : { logTail: Buffer.from(tail, 'base64').toString('utf8') }),
    tookMs: Math.round((performance.now() - startedAt) * 100) / 100,
  };
}

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** `guard`: absent for the host of our own. */
function send(
  url: URL,
  headers: readonly string[],
  body: Buffer,
  timeoutMs: number,
  guard: AddressGuard | undefined,
): Promise<Answer> {
  const isTls = url.protocol === 'https:';
  const port = Number(url.port) || (isTls ? 443 : 80);
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void =>
      reject(new UnavailableError(`The function’s endpoint ${url.origin} does not answer: ${error.message}.`, error));
    const refusal = guard?.refusalOf(url.hostname.replace(/^\[|\]$/g, ''), port);
    if (refusal !== undefined) return failed(refusal);
    const options = {
      method: 'POST',
      headers: [...headers, 'Host', url.host, 'Content-Length', String(body.length)],
      signal: AbortSignal.timeout(timeoutMs),
      ...(guard === undefined ? {} : { lookup: guard.lookup(port) }),
    };
    const request = (isTls ? https : http).request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
      response.on('error', failed);
    });
    request.on('error', failed);
    request.end(body);
  });
}
