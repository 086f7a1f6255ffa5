// The answer to what never became a request.
import type { RequestIds } from '../pipeline/request-ids';
import { answerHead } from './answer-head';

const KINDS = {
  400: ['Bad Request', 'BadRequestException'],
  408: ['Request Timeout', 'RequestTimeoutException'],
  431: ['Request Header Fields Too Large', 'RequestEntityTooLargeException'],
} as const;

export function malformedAnswer(status: keyof typeof KINDS, ids: RequestIds): string {
  const [message, errorType] = KINDS[status];
  const body = JSON.stringify({ message });
  const head = answerHead(status, [
    ...['Content-Type', 'application/json', 'Content-Length', String(body.length)],
    ...['x-amzn-RequestId', ids.requestId(''), 'x-amz-apigw-id', ids.extendedRequestId()],
    ...['x-amzn-ErrorType', errorType],
  ]);
  return `${head}Connection: close\r\n\r\n${body}`;
}
