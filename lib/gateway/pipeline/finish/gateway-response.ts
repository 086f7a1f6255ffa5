// The gateway response of a request that failed.
import { renderError } from '../../errors/render-error';
import type { Reply } from '../../http/message';
import type { Exchange } from '../exchange';

/** `x.error` is set. An owner's template must not be able to break the answer to an error. */
export function gatewayResponse(x: Exchange): Reply {
  const { error } = x;
  if (error === null) throw new Error('There is no error to render.');
  try {
    return renderError(error, x.stage === null ? null : x.stage.gatewayResponses, x);
  } catch (cause) {
    x.services.logger.error({ err: cause, requestId: x.requestId }, 'A gateway response could not be rendered.');
    return renderError(error, null, x);
  }
}
