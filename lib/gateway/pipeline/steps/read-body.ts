// Takes in the whole body for the steps that look into it: validation and mapping.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html (payload size)
import type { Routed } from '../exchange';
import type { Step } from '../step';

export const readBody: Step<Routed> = {
  name: 'read-body',
  run(x) {
    if (x.body === null) return undefined;
    return x.body.read().then((bytes) => {
      x.bodyBytes = bytes;
      return undefined;
    });
  },
};
