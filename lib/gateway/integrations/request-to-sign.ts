// A request to an AWS service, or to a function elsewhere. It is signed last of all, when nothing changes its bytes any more.
import type { RequestBody } from '../http/message';
import type { Backend } from '../upstream/backend';
import { UpstreamRequest } from '../upstream/upstream-request';
import { type SigningCredentials, type SigningScope, signRequest } from './sigv4';

const NO_BODY = Buffer.alloc(0);

export class RequestToSign extends UpstreamRequest {
  readonly #credentials: SigningCredentials;
  readonly #scope: SigningScope;

  constructor(
    backend: Backend,
    message: { readonly method: string; readonly path: string; readonly headers: string[] },
    body: RequestBody | Buffer | null,
    timeoutMs: number,
    signing: { readonly credentials: SigningCredentials; readonly scope: SigningScope },
  ) {
    super(backend, message.method, message.path, message.headers, true, body, timeoutMs);
    this.#credentials = signing.credentials;
    this.#scope = signing.scope;
  }

  override withBody(body: Buffer): RequestToSign {
    const { backend, method, path, headers, timeoutMs } = this;
    const signing = { credentials: this.#credentials, scope: this.#scope };
    return new RequestToSign(backend, { method, path, headers }, body, timeoutMs, signing);
  }

  signed(nowMs: number): UpstreamRequest {
    const { backend, method, path, headers, body, timeoutMs } = this;
    const bytes = Buffer.isBuffer(body) ? body : NO_BODY;
    const unsigned = { method, target: path, headers, body: bytes };
    const added = signRequest(this.#credentials, this.#scope, unsigned, nowMs);
    return new UpstreamRequest(backend, method, path, [...headers, ...added], true, body, timeoutMs);
  }
}
