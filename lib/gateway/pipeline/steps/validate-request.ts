// Required parameters must be there and not blank.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
import { missingParameters } from '../../errors/gateway-error';
import { lastExactHeaderValue } from '../../http/headers';
import { lastQueryValue } from '../../http/query';
import type { RequiredParameter } from '../../snapshot/compiled';
import type { Routed } from '../exchange';
import type { Step } from '../step';

export const validateRequest: Step<Routed> = {
  name: 'validate-request',
  run(x) {
    let missing: string[] | null = null;
    for (const parameter of x.route.requiredParameters) {
      if (isPresent(x, parameter)) continue;
      missing ??= [];
      missing.push(parameter.name);
    }
    return missing === null ? undefined : missingParameters(missing);
  },
};

function isPresent(x: Routed, { location, name, index }: RequiredParameter): boolean {
  if (location === 'path') return (x.pathValues[index] ?? '') !== '';
  const value = location === 'header' ? lastExactHeaderValue(x.headers, name) : lastQueryValue(x.queryPairs, name);
  return value !== undefined && value.trim() !== '';
}
