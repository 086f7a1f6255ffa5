import type { Ctx } from '@/lib/control/context';
import { CognitoError } from '@/lib/control/user-pool/cognito-error';
import { IDP_OPERATIONS } from '@/lib/control/user-pool/idp/operations';
import { ServiceError } from '@/lib/errors';
import { logger } from '@/lib/logger';
import { AddressBucket } from './address-bucket';
import { addressOf } from './rate-limit';

const SERVICE = 'AWSCognitoIdentityProviderService.';
const MAX_BODY_BYTES = 128 * 1024;
const MEDIA_TYPE = 'application/x-amz-json-1.1';

/** A backend signs all of its users in from one address; what is guessed is counted by user besides. */
const bucket = new AddressBucket({ perSecond: 20, burst: 100, maxAddresses: 50_000 });

/** Browsers' SDKs call from any page, and bring no cookies: nothing here looks at one. */
export const IDP_CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS',
  'access-control-allow-headers':
    'content-type, x-amz-target, x-amz-user-agent, amz-sdk-invocation-id, amz-sdk-request, cache-control, authorization',
  'access-control-expose-headers': 'x-amzn-requestid, x-amzn-errortype',
  'access-control-max-age': '86400',
} as const;

/**
 * One request of cognito-idp's JSON protocol. Errors are 400 with their type, as Cognito's.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html
 */
export async function answerIdp(ctx: Ctx, request: Request): Promise<Response> {
  try {
    if (!bucket.take(addressOf(request.headers), ctx.clock.now().getTime())) {
      throw new CognitoError('TooManyRequestsException', 'Rate exceeded');
    }
    const target = request.headers.get('x-amz-target') ?? '';
    const operation = target.startsWith(SERVICE) ? IDP_OPERATIONS.get(target.slice(SERVICE.length)) : undefined;
    if (operation === undefined) return failed(ctx, 400, 'UnknownOperationException', '');
    return answer(ctx, 200, await operation(ctx, await readJson(request)));
  } catch (error) {
    if (error instanceof UnreadableError) return failed(ctx, 400, 'SerializationException', error.message);
    if (error instanceof CognitoError) return failed(ctx, 400, error.type, error.message);
    if (error instanceof ServiceError && error.status < 500) {
      return failed(ctx, 400, 'InvalidParameterException', error.message);
    }
    logger.error({ requestId: ctx.requestId, where: 'cognito-idp', err: error }, 'unexpected error');
    return failed(ctx, 500, 'InternalErrorException', 'Something went wrong on our side.');
  }
}

class UnreadableError extends Error {}

async function readJson({ headers, body }: Request): Promise<unknown> {
  const tooLarge = () => new UnreadableError('A request has at most 128 KB.');
  if (Number(headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (body !== null) {
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > MAX_BODY_BYTES) throw tooLarge();
      chunks.push(chunk);
    }
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
  } catch {
    throw new UnreadableError('The body is not JSON.');
  }
}

function answer(ctx: Ctx, status: number, body: object, more: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...IDP_CORS_HEADERS,
      ...more,
      'content-type': MEDIA_TYPE,
      'cache-control': 'no-store',
      'x-amzn-requestid': ctx.requestId,
    },
  });
}

const failed = (ctx: Ctx, status: number, type: string, message: string): Response =>
  answer(ctx, status, { __type: type, message }, { 'x-amzn-errortype': `${type}:` });
