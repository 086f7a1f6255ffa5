// Small documents of issuers, over the connections (and under the address guard) that backends are called with.
import { headerValue } from '../http/headers';
import { Backend } from '../upstream/backend';
import type { UpstreamPools } from '../upstream/upstream-pools';
import { UpstreamRequest } from '../upstream/upstream-request';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html: discovery and JWKS of JWT authorizers. */
const TIMEOUT_MS = 1_500;
const MAX_BYTES = 150_000;

const HEADERS: readonly string[] = ['Accept', 'application/json', 'User-Agent', 'Gatehouse'];

/** Throws for everything but a whole answer with status 200. Redirects are not followed: an issuer says where its keys are. */
export async function fetchDocument(pools: UpstreamPools, url: URL): Promise<string> {
  const path = `${url.pathname}${url.search}`;
  const request = new UpstreamRequest(new Backend(url.origin), 'GET', path, [...HEADERS], false, null, TIMEOUT_MS);
  const call = pools.open(request);
  const sentAt = performance.now();
  try {
    await call.send();
    if (call.status !== 200) throw new Error(`${url.href} answered with status ${call.status}`);
    const coding = headerValue(call.headers, 'content-encoding');
    if (coding !== undefined && coding.toLowerCase() !== 'identity')
      throw new Error(`${url.href} answered in ${coding}`);
    const isWhole = await call.collectInTime(MAX_BYTES, performance.now() - sentAt);
    const body = isWhole ? call.takeBody() : null;
    if (!isWhole || (body !== null && body.length > MAX_BYTES)) {
      throw new Error(`${url.href} answered with more than ${MAX_BYTES} bytes`);
    }
    return body === null ? '' : body.toString('utf8');
  } finally {
    if (!call.isComplete) call.destroy();
  }
}
