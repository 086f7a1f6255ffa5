// The answer to what never became a request.
import type { RequestIds } from '../pipeline/request-ids';
import { answerHead } from './answer-head';

const KINDS = {
  400: ['Bad Request', 'BadRequestException'],
  408: ['Request Timeout', 'RequestTimeoutException'],
  431: ['Request Header Fields Too Large', 'RequestEntityTooLargeException'],
} as const;

export type MalformedStatus = keyof typeof KINDS;

export function malformedAnswer(status: MalformedStatus, ids: RequestIds): string {
  const { headers, body } = malformedReply(status, ids);
  return `${answerHead(status, headers)}Connection: close\r\n\r\n${body}`;
}

/** With its Content-Length. */
export function malformedReply(status: MalformedStatus, ids: RequestIds): { headers: string[]; body: string } {
  const [message, errorType] = KINDS[status];
  const body = JSON.stringify({ message });
  const headers = [
    ...['Content-Type', 'application/json', 'Content-Length', String(body.length)],
    ...['x-amzn-RequestId', ids.requestId(''), 'x-amz-apigw-id', ids.extendedRequestId()],
    ...['x-amzn-ErrorType', errorType],
  ];
  return { headers, body };
}
