// The backend's body for the execution log, where the method's data trace is on: looked at, and left where it is. Bodies
// longer than a log line may be are passed on as they come, and shown by their beginning.
import type { Invoked } from '../exchange';
import type { Step } from '../step';

const MAX_BYTES = 64 * 1024;

export const peekEndpointResponse: Step<Invoked> = {
  name: 'peek-endpoint-response',
  run(x) {
    const call = x.upstreamCall;
    if (call === null) return undefined;
    if (call.isComplete) {
      x.endpointBody = call.peekBody();
      return undefined;
    }
    return call.collect(MAX_BYTES).then(() => {
      x.endpointBody = call.peekBody();
      return undefined;
    });
  },
};
