// Lambda's Invoke API over HTTP, for gateway workers and for the runtime.
// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
import { createHash, timingSafeEqual } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { MAX_PAYLOAD_BYTES } from '../frames';
import { SECRET_HEADER } from '../messages';
import type { FunctionHost, InvokeReply, InvokeRequest } from './function-host';

const PATH = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(?:\?(.*))?$/;
const NAME =
  /^(?:arn:[a-z-]+:lambda:[a-z0-9-]+:)?(?:(\d{12}):)?(?:function:)?([A-Za-z0-9_-]{1,64})(?::(\$LATEST|[A-Za-z0-9_-]{1,128}))?$/;
const DEFAULT_ACCOUNT = '000000000000';
/** Longer than the gateway keeps an idle connection: it is the gateway that closes. */
const KEEP_ALIVE_MS = 60_000;

export function createInvokeServer(host: FunctionHost, secret: string): http.Server {
  const expected = digest(secret);
  const server = http.createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 }, (req, res) => {
    const given = req.headers[SECRET_HEADER];
    if (typeof given !== 'string' || (given !== secret && !timingSafeEqual(digest(given), expected))) {
      req.resume();
      refuse(res, 403, 'AccessDeniedException', 'This function host serves its own gateway only.');
      return;
    }
    const target = read(req);
    if (typeof target === 'string') {
      req.resume();
      refuse(res, 404, 'ResourceNotFoundException', target);
      return;
    }
    collect(req, (event) => {
      if (event === null) {
        const message = `Request must be smaller than ${MAX_PAYLOAD_BYTES} bytes for the InvokeFunction operation`;
        res.shouldKeepAlive = false;
        refuse(res, 413, 'RequestTooLargeException', message);
        return;
      }
      host
        .invoke({ ...target, event }, (forget) => res.once('close', () => res.writableFinished || forget()))
        .then((reply) => send(res, reply))
        .catch((error: unknown) => refuse(res, 500, 'ServiceException', String(error)));
    });
  });
  return server;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Text: what is wrong with it. */
function read(req: IncomingMessage): Omit<InvokeRequest, 'event'> | string {
  const match = PATH.exec(req.url ?? '');
  if (match === null || req.method !== 'POST') {
    return 'The function host knows POST /2015-03-31/functions/{name}/invocations only.';
  }
  const name = NAME.exec(decoded(match[1] ?? ''));
  if (name === null) return `Function not found: ${match[1]}`;
  const [, accountId = DEFAULT_ACCOUNT, functionName = '', suffix] = name;
  const { headers } = req;
  const type = headers['x-amz-invocation-type'];
  const clientContext = text(headers['x-amz-client-context']);
  const traceId = text(headers['x-amzn-trace-id']);
  const qualifier = match[2] === undefined ? null : new URLSearchParams(match[2]).get('Qualifier');
  return {
    accountId,
    name: functionName,
    qualifier: qualifier ?? suffix,
    type: type === 'Event' || type === 'DryRun' ? type : 'RequestResponse',
    wantsLog: headers['x-amz-log-type'] === 'Tail',
    ...(clientContext === undefined ? {} : { clientContext: Buffer.from(clientContext, 'base64').toString('utf8') }),
    ...(traceId === undefined ? {} : { traceId }),
  };
}

const text = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Null: too much. */
function collect(req: IncomingMessage, then: (body: Buffer | null) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  req.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_PAYLOAD_BYTES) chunks.push(chunk);
    else if (size - chunk.length <= MAX_PAYLOAD_BYTES) {
      chunks.length = 0;
      then(null);
    }
  });
  req.on('end', () => {
    if (size > MAX_PAYLOAD_BYTES) return;
    then(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
  });
  req.on('error', () => {});
}

function send(res: ServerResponse, reply: InvokeReply): void {
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body, 'utf8') : reply.body;
  const headers = ['x-amzn-RequestId', reply.requestId];
  if (reply.status !== 204) headers.push('Content-Type', 'application/json', 'Content-Length', String(body.length));
  if (reply.version !== undefined) headers.push('X-Amz-Executed-Version', reply.version);
  if (reply.functionError !== undefined) headers.push('X-Amz-Function-Error', reply.functionError);
  if (reply.errorType !== undefined) headers.push('x-amzn-ErrorType', reply.errorType);
  if (reply.logTail !== undefined) headers.push('X-Amz-Log-Result', Buffer.from(reply.logTail).toString('base64'));
  res.writeHead(reply.status, headers);
  res.end(body);
}

function refuse(res: ServerResponse, status: number, errorType: string, message: string): void {
  if (res.headersSent) return;
  send(res, { status, requestId: '', errorType, body: JSON.stringify({ Type: 'User', Message: message }) });
}
