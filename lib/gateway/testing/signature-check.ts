// Is a request signed as AWS's own client library would sign it? Reads what came over the wire only.
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

export interface ReceivedMessage {
  readonly method: string;
  /** Path and query, as they came. */
  readonly target: string;
  /** Name, value, …, as they came. */
  readonly headers: readonly string[];
  readonly body: Uint8Array;
}

export interface Account {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Signature {
  readonly service: string;
  readonly region: string;
  readonly signedHeaders: readonly string[];
}

/** A sentence about what is wrong with the signature, or what it is about. */
export async function checkSignature(message: ReceivedMessage, account: Account): Promise<Signature | string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i < message.headers.length; i += 2) {
    headers[(message.headers[i] as string).toLowerCase()] = message.headers[i + 1] as string;
  }
  const { authorization = '' } = headers;
  const [, accessKeyId, day = '', region = '', service = '', names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      authorization,
    ) ?? [];
  if (signature === undefined) return `No signature: ${authorization}`;
  if (accessKeyId !== account.accessKeyId) return `Unknown access key ${accessKeyId}`;
  const bodyHash = createHash('sha256').update(message.body).digest('hex');
  if (headers['x-amz-content-sha256'] !== bodyHash) return 'The body is not the one that was signed.';
  const date = headers['x-amz-date'] ?? '';
  if (!date.startsWith(day)) return `The date ${date} is not of the day ${day}.`;
  const signedHeaders = names.split(';');
  const signer = new SignatureV4({
    ...{ service, region, credentials: account, sha256: Sha256, uriEscapePath: service !== 's3' },
  });
  const [path = '', query = ''] = message.target.split(/\?(.*)/s);
  const expected = await signer.sign(
    {
      method: message.method,
      protocol: 'https:',
      hostname: headers.host ?? '',
      path,
      query: queryOf(query),
      headers: Object.fromEntries(signedHeaders.map((name) => [name, headers[name] ?? ''])),
      body: message.body,
    },
    { signingDate: dateOf(date), signableHeaders: new Set(signedHeaders), unsignableHeaders: new Set() },
  );
  const wanted = /Signature=([0-9a-f]{64})$/.exec(String(expected.headers.authorization))?.[1];
  if (wanted !== signature) return `The signature is ${signature}, not ${wanted}.`;
  return { service, region, signedHeaders };
}

function queryOf(query: string): Record<string, string | string[]> {
  const values: Record<string, string[]> = Object.create(null);
  for (const pair of query === '' ? [] : query.split('&')) {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const key = decodeURIComponent(name);
    values[key] = [...(values[key] ?? []), decodeURIComponent(value)];
  }
  return values;
}

/** "20150830T123600Z" */
const dateOf = (text: string): Date =>
  new Date(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

/** What the library asks of a hash function. */
export class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest());
  }

  reset(): void {
    throw new Error('A hash is used once.');
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}
