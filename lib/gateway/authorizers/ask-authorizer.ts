// One call to a Lambda authorizer and what its answer means.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
import { GatewayError } from '../errors/gateway-error';
import { headerValue } from '../http/headers';
import { errorMessageOf, functionErrorOf } from '../integrations/lambda-failure';
import { RequestToSign } from '../integrations/request-to-sign';
import type { UpstreamCall } from '../upstream/upstream-call';
import { UpstreamError } from '../upstream/upstream-error';
import type { UpstreamPools } from '../upstream/upstream-pools';
import type { UpstreamRequest } from '../upstream/upstream-request';
import { type AuthorizerAnswer, readAuthorizerAnswer, unusable } from './authorizer-answer';
import { authorizerFailed, configurationFailure, UNAUTHORIZED } from './authorizer-failure';

/** A policy of 20 KB and all the context there may be; more is a mistake, or an attack on our memory. */
const MAX_ANSWER_BYTES = 128 * 1024;

export interface Asked {
  readonly answer: AuthorizerAnswer | GatewayError;
  /** What it was read from; empty: nothing usable came. */
  readonly json: string;
  /** Of the HTTP answer; 0: none came. */
  readonly status: number;
  /** As the endpoint calls this request; empty: it does not. */
  readonly requestId: string;
  /** Of its text. */
  readonly length: number;
  readonly isKept: boolean;
}

export async function askAuthorizer(
  pools: UpstreamPools,
  request: UpstreamRequest,
  isFunction: boolean,
  nowMs: number,
): Promise<Asked> {
  const startedAt = performance.now();
  const call = pools.open(request instanceof RequestToSign ? request.signed(nowMs) : request);
  let json: string | undefined;
  try {
    await call.send();
    json = await textOf(call, performance.now() - startedAt);
  } catch (error) {
    if (error instanceof UpstreamError) return failed(call, unanswered(error));
    throw error;
  }
  if (json === undefined) return failed(call, unusable(`it has more than ${MAX_ANSWER_BYTES} bytes`));
  const refusal = isFunction ? functionRefusal(call, json) : httpRefusal(call);
  if (refusal !== undefined) return failed(call, refusal);
  const answer = readAuthorizerAnswer(json, Math.round(performance.now() - startedAt));
  return { answer, json, ...seen(call), length: json.length, isKept: !(answer instanceof GatewayError) };
}

const failed = (call: UpstreamCall, answer: GatewayError): Asked => ({
  ...{ answer, json: '', ...seen(call), length: 0, isKept: false },
});

const seen = ({ status, headers }: UpstreamCall): Pick<Asked, 'status' | 'requestId'> => ({
  ...{ status, requestId: status === 0 ? '' : (headerValue(headers, 'x-amzn-requestid') ?? '') },
});

/** Undefined: there is more than anybody needs. */
async function textOf(call: UpstreamCall, sinceSentMs: number): Promise<string | undefined> {
  if (call.contentLength > MAX_ANSWER_BYTES || !(await call.collectInTime(MAX_ANSWER_BYTES, sinceSentMs))) {
    call.destroy();
    return undefined;
  }
  return call.takeBody()?.toString('utf8') ?? '';
}

function unanswered(error: UpstreamError): GatewayError {
  return error.kind === 'timeout' ? authorizerFailed(error.message) : configurationFailure(error.message);
}

function functionRefusal({ status, headers }: UpstreamCall, json: string): GatewayError | undefined {
  if (status !== 200) return configurationFailure(`Lambda answered with status ${status}.`);
  if (functionErrorOf(headers) === undefined) return undefined;
  const message = errorMessageOf(json);
  // The one word that functions refuse callers with, thrown or given to a callback.
  return message === 'Unauthorized' ? UNAUTHORIZED : authorizerFailed((message ?? json).slice(0, 512));
}

function httpRefusal({ status }: UpstreamCall): GatewayError | undefined {
  if (status === 200) return undefined;
  return status === 401 ? UNAUTHORIZED : authorizerFailed(`its URL answered with status ${status}.`);
}
