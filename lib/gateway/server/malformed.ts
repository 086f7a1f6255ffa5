// The answer to what never became a request: written by hand, because node:http has no response for it.
import { STATUS_CODES } from 'node:http';
import type { RequestIds } from '../pipeline/request-ids';

const ERROR_TYPE: Readonly<Record<number, string>> = {
  400: 'BadRequestException',
  408: 'RequestTimeoutException',
  431: 'RequestEntityTooLargeException',
};

export function malformedAnswer(status: number, message: string, ids: RequestIds): string {
  const body = JSON.stringify({ message });
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Date: ${new Date().toUTCString()}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Connection: close',
    `x-amzn-RequestId: ${ids.requestId('')}`,
    `x-amz-apigw-id: ${ids.extendedRequestId()}`,
    `x-amzn-ErrorType: ${ERROR_TYPE[status] ?? 'BadRequestException'}`,
    '',
    body,
  ].join('\r\n');
}
