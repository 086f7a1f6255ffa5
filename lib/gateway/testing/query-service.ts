// A service of AWS's query protocol for tests: queues as SQS has them, each request's signature checked as AWS would.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Account, checkSignature, type Signature } from './signature-check';

export interface QueryService {
  readonly origin: string;
  /** Bodies by queue URL path: "/000000000000/orders". */
  readonly queues: ReadonlyMap<string, readonly string[]>;
  /** Of the requests that were let in, in order. */
  readonly signatures: readonly (Signature & { readonly host: string })[];
  close(): Promise<void>;
}

export async function startQueryService(account: Account): Promise<QueryService> {
  const queues = new Map<string, string[]>();
  const signatures: (Signature & { host: string })[] = [];
  const server = http.createServer((req, res) => {
    void serve(req, res);
  });

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { method = '', url = '', rawHeaders: headers } = req;
    const signature = await checkSignature({ method, target: url, headers, body }, account);
    if (typeof signature === 'string') return refuse(res, 403, 'SignatureDoesNotMatch', signature);
    signatures.push({ ...signature, host: req.headers.host ?? '' });
    const { pathname, searchParams: parameters } = new URL(url, 'http://service');
    if (req.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
      for (const [name, value] of new URLSearchParams(body.toString('utf8'))) parameters.append(name, value);
    }
    const queue = queues.get(pathname);
    switch (parameters.get('Action')) {
      case 'CreateQueue': {
        const path = `/000000000000/${parameters.get('QueueName')}`;
        queues.set(path, []);
        return answer(res, 'CreateQueue', `<QueueUrl>${path}</QueueUrl>`);
      }
      case 'ListQueues':
        return answer(res, 'ListQueues', [...queues.keys()].map((path) => `<QueueUrl>${path}</QueueUrl>`).join(''));
      case 'SendMessage': {
        if (queue === undefined) {
          return refuse(res, 400, 'AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.');
        }
        const text = parameters.get('MessageBody') ?? '';
        queue.push(text);
        const digest = createHash('md5').update(text).digest('hex');
        return answer(res, 'SendMessage', `<MD5OfMessageBody>${digest}</MD5OfMessageBody>`);
      }
      default:
        return refuse(res, 400, 'InvalidAction', 'The action is not valid for this endpoint.');
    }
  }

  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    queues,
    signatures,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(res: ServerResponse, action: string, result: string): void {
  res.writeHead(200, { 'Content-Type': 'text/xml' });
  res.end(
    `<?xml version="1.0"?><${action}Response xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><${action}Result>${result}</${action}Result></${action}Response>`,
  );
}

function refuse(res: ServerResponse, status: number, code: string, message: string): void {
  res.writeHead(status, { 'Content-Type': 'text/xml' });
  res.end(
    `<?xml version="1.0"?><ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  );
}
