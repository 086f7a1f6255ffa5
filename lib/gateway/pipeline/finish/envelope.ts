// Headers of every REST response.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
import { OPEN_HEADER } from '../../edge/edge-trust';
import type { Reply } from '../../http/message';
import type { Exchange } from '../exchange';

export function addEnvelope(x: Exchange, reply: Reply): void {
  reply.headers.push('x-amzn-RequestId', x.requestId, 'x-amz-apigw-id', x.extendedRequestId);
  // For the hop alone, which takes it off.
  if (x.door.kind === 'edge' && x.route?.isOpen === true) reply.headers.push(OPEN_HEADER, '1');
  // Seen on AWS: for HTTP and Lambda, also on errors once the backend was asked; never for MOCK and HTTP_PROXY.
  if (x.upstreamCall !== null && x.route?.integration.type !== 'HTTP_PROXY')
    reply.headers.push('X-Amzn-Trace-Id', x.traceId);
}
