// Runs an exchange through its steps. Waits only where a step gave a promise; everything else is a loop.
import { configurationError, GatewayError, platformError, REQUEST_TOO_LARGE } from '../errors/gateway-error';
import { Reply, RequestBodyError } from '../http/message';
import { JsonPathBudgetError } from '../mapping/jsonpath/json-path';
import { TemplateError } from '../mapping/vtl/errors';
import { JsonWriteError } from '../mapping/write-json';
import { gatewayErrorOf, UpstreamError } from '../upstream/upstream-error';
import type { Exchange } from './exchange';
import { compressReply } from './finish/compress-reply';
import { addEnvelope } from './finish/envelope';
import { gatewayResponse } from './finish/gateway-response';
import { recordExchange } from './finish/record';
import { ENTRY_STEPS } from './pipeline';
import { GO_ON_TRACED, type Step, type StepOutcome } from './step';
import { recordTrace } from './trace-record';
import { noteFailure, runTraced, watchAnswer } from './traced-run';

export function runExchange(x: Exchange): void {
  x.services.counters.requests += 1;
  if (x.trace === null) runSteps(x, ENTRY_STEPS, 0);
  else goOn(x, runTraced(x, x.trace, ENTRY_STEPS));
}

function goOn(x: Exchange, run: Promise<StepOutcome>): void {
  run.then(
    (outcome) => endWith(x, outcome),
    (error) => endWithThrown(x, error),
  );
}

/** The transport calls it when the answer is out, or when nobody waits for it any more. */
export function finishExchange(x: Exchange): void {
  if (x.isFinished) return;
  x.isFinished = true;
  // Whoever waits for this answer has to look for himself; after a `complete` this does nothing.
  x.cacheFetch?.abandon();
  try {
    if (x.trace === null || x.trace.isLive) recordExchange(x);
    if (x.trace?.isLive === true) x.services.traces.take(recordTrace(x, x.trace));
  } catch (cause) {
    x.services.logger.error({ err: cause, requestId: x.requestId }, 'A request could not be recorded.');
  }
}

/** The client is gone: stops the backend, unless others wait for the same answer. */
export function abandonExchange(x: Exchange): void {
  if (x.isFinished) return;
  x.isClientGone = true;
  x.services.counters.clientsGone += 1;
  if (x.cacheFetch === null || x.cacheFetch.followers === 0) x.upstreamCall?.destroy();
  if (x.sentStatus !== 0) finishExchange(x);
}

function runSteps(x: Exchange, list: readonly Step<Exchange>[], from: number): void {
  let steps = list;
  for (let i = from; ; i++) {
    if (i === steps.length) {
      // The way goes on with the route's own steps.
      if (steps !== ENTRY_STEPS || x.route === null) break;
      steps = x.route.steps;
      i = 0;
    }
    let outcome: StepOutcome | Promise<StepOutcome>;
    try {
      outcome = (steps[i] as Step<Exchange>).run(x);
    } catch (error) {
      endWithThrown(x, error);
      return;
    }
    if (outcome === undefined) continue;
    if (outcome === GO_ON_TRACED && x.trace !== null) {
      goOn(x, runTraced(x, x.trace, ENTRY_STEPS, i + 1));
      return;
    }
    if (outcome instanceof Promise) {
      const next = i + 1;
      const rest = steps;
      outcome.then(
        (late) => {
          if (late === undefined) runSteps(x, rest, next);
          else endWith(x, late);
        },
        (error: unknown) => endWithThrown(x, error),
      );
      return;
    }
    endWith(x, outcome);
    return;
  }
  endWith(x, undefined);
}

function endWith(x: Exchange, outcome: StepOutcome): void {
  try {
    if (outcome instanceof GatewayError) send(x, failedReply(x, outcome));
    else if (outcome instanceof Reply) sendAnswer(x, outcome);
    else if (x.reply !== null) sendAnswer(x, x.reply);
    else throw new Error('The steps ended without an answer.');
  } catch (error) {
    endWithThrown(x, error);
  }
}

function endWithThrown(x: Exchange, error: unknown): void {
  if (x.sentStatus !== 0) {
    // The answer is on its way: nothing more can be said to the client.
    x.services.logger.error({ err: error, requestId: x.requestId }, 'Sending an answer failed.');
    x.services.counters.platformErrors += 1;
    x.responder.abort(x);
    return;
  }
  send(x, failedReply(x, known(x, error)));
}

/** An error we don't know is a defect of ours: its stack goes to the log, a fixed body to the client. */
function known(x: Exchange, error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  if (error instanceof UpstreamError) return gatewayErrorOf(error);
  if (isMappingError(error)) return configurationError(error.message);
  if (error instanceof RequestBodyError) return error.kind === 'too-large' ? REQUEST_TOO_LARGE : platformError();
  x.services.counters.platformErrors += 1;
  x.services.logger.error({ err: error, requestId: x.requestId, path: x.fullPath }, 'A request failed in the gateway.');
  return platformError();
}

/** What a mapping asked for can't be made of this request: the owner's to change. */
const isMappingError = (error: unknown): error is Error =>
  error instanceof TemplateError || error instanceof JsonPathBudgetError || error instanceof JsonWriteError;

function failedReply(x: Exchange, error: GatewayError): Reply {
  x.error = error;
  if (error.internal !== '' && error.domain !== 'client') {
    x.services.logger.debug(
      { requestId: x.requestId, apiId: x.stage?.apiId, stage: x.stage?.name, type: error.responseType },
      error.internal,
    );
  }
  if (x.trace !== null) return noteFailure(x, x.trace, () => gatewayResponse(x));
  return gatewayResponse(x);
}

/** What an integration answered, now or when the cache took it in; errors are never compressed. */
function sendAnswer(x: Exchange, answer: Reply): void {
  const reply = x.trace === null ? answer : watchAnswer(x.trace, answer);
  const minBytes = x.stage === null || x.route?.isStreamed === true ? null : x.stage.minimumCompressionSize;
  if (minBytes === null) {
    send(x, reply);
    return;
  }
  const compressed = compressReply(x, reply, minBytes);
  if (!(compressed instanceof Promise)) {
    send(x, compressed);
    return;
  }
  compressed.then((it) => send(x, it)).catch((error: unknown) => endWithThrown(x, error));
}

function send(x: Exchange, reply: Reply): void {
  addEnvelope(x, reply);
  if (x.trace !== null) x.trace.answers(reply);
  if (x.isClientGone) {
    if (reply.body !== null && typeof reply.body === 'object' && 'destroy' in reply.body) reply.body.destroy();
    finishExchange(x);
    return;
  }
  x.sentStatus = reply.status;
  x.sentReply = reply;
  x.responder.respond(x, reply);
}
