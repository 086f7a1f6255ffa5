// Takes in the whole body for the steps that look into it: validation and mapping. An encoded body is decoded, on every
// route: the backend gets it plain, without Content-Encoding.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-make-request-with-compressed-payload.html
// https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html (payload size)
import { REQUEST_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE } from '../../errors/gateway-error';
import { codingOf, decode } from '../../http/content-coding';
import { MAX_BODY_BYTES, type RequestBody } from '../../http/message';
import type { Routed } from '../exchange';
import type { Step, StepOutcome } from '../step';

export const readBody: Step<Routed> = {
  name: 'read-body',
  run: (x) => (x.body === null ? undefined : takeIn(x, x.body)),
};

/** Where nothing looks into the body: it is passed on as it comes unless it is encoded. */
export const decodeBody: Step<Routed> = {
  name: 'decode-body',
  run: (x) => (x.head.contentEncoding === '' || x.body === null ? undefined : takeIn(x, x.body)),
};

function takeIn(x: Routed, body: RequestBody): StepOutcome | Promise<StepOutcome> {
  const coding = x.head.contentEncoding === '' ? 'identity' : codingOf(x.head.contentEncoding);
  if (coding === undefined) return UNSUPPORTED_MEDIA_TYPE;
  // A signature was made of it: it has been read already.
  const read = x.bodyBytes === null ? body.read() : Promise.resolve(x.bodyBytes);
  return read.then((bytes) => {
    if (coding === 'identity' || bytes.length === 0) {
      x.bodyBytes = bytes;
      return undefined;
    }
    return decode(bytes, coding, MAX_BODY_BYTES).then((decoded) => {
      if (decoded === 'malformed') return UNSUPPORTED_MEDIA_TYPE;
      if (decoded === 'too-large') return REQUEST_TOO_LARGE;
      x.bodyBytes = decoded;
      return undefined;
    });
  });
}
