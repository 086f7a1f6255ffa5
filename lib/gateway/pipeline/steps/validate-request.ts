// Required parameters must be there and not blank, then the body must match its model.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
import { invalidBody, missingParameters } from '../../errors/gateway-error';
import { headerValue, lastExactHeaderValue } from '../../http/headers';
import { mediaTypeOf } from '../../http/media-type';
import { lastQueryValue } from '../../http/query';
import type { RequiredParameter } from '../../validation/request-validation';
import type { Routed } from '../exchange';
import type { Step, StepOutcome } from '../step';

export const validateRequest: Step<Routed> = {
  name: 'validate-request',
  run(x) {
    let missing: string[] | null = null;
    for (const parameter of x.route.requiredParameters) {
      if (isPresent(x, parameter)) continue;
      missing ??= [];
      missing.push(parameter.name);
    }
    return missing === null ? validateBody(x) : missingParameters(missing);
  },
};

function validateBody(x: Routed): StepOutcome {
  const validation = x.route.bodyValidation;
  if (validation === null) return undefined;
  const contentType = headerValue(x.headers, 'content-type');
  const wrong = validation.pick(contentType)?.validate(x.bodyBytes);
  return wrong === undefined ? undefined : invalidBody(mediaTypeOf(contentType), wrong);
}

function isPresent(x: Routed, { location, name, index }: RequiredParameter): boolean {
  if (location === 'path') return (x.pathValues[index] ?? '') !== '';
  const value = location === 'header' ? lastExactHeaderValue(x.headers, name) : lastQueryValue(x.queryPairs, name);
  return value !== undefined && value.trim() !== '';
}
