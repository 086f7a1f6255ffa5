// Is this a request we route and pass on? API Gateway's limits, and targets that mean different things to different
// readers. https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
import { badRequest, HEADERS_TOO_LARGE, REQUEST_TOO_LARGE, URI_TOO_LONG } from '../../errors/gateway-error';
import { MAX_BODY_BYTES } from '../../http/message';
import { targetProblem } from '../../http/request-target';
import type { Located } from '../exchange';
import type { Step } from '../step';

const MAX_TARGET_LENGTH = 10_240;
const MAX_HEADER_BYTES = 10_240;
/** Not AWS's: a backend that copes with fewer should not be the one to find out. */
const MAX_HEADERS = 200;

const METHODS: ReadonlySet<string> = new Set(['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']);

export const parseRequest: Step<Located> = {
  name: 'parse-request',
  run(x) {
    const { head } = x;
    if (x.target.length > MAX_TARGET_LENGTH) return URI_TOO_LONG;
    if (head.byteLength > MAX_HEADER_BYTES || x.headers.length > 2 * MAX_HEADERS) return HEADERS_TOO_LARGE;
    if (head.hostCount !== 1 && !(head.hostCount === 0 && x.protocol === 'HTTP/1.0')) {
      return badRequest('The request does not have exactly one Host header.');
    }
    if (head.contentLength > MAX_BODY_BYTES) return REQUEST_TOO_LARGE;
    if (head.hasOtherCoding) return badRequest('The body has a transfer coding other than chunked.');
    const problem = targetProblem(x.target);
    if (problem !== undefined) return badRequest(problem);
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    if (head.methodOverride !== '') {
      const method = head.methodOverride.toUpperCase();
      if (METHODS.has(method)) x.method = method;
    }
    return undefined;
  },
};
