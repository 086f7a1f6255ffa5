// A private API without a resource policy answers nobody.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-create.html
import { PRIVATE_API_WITHOUT_POLICY } from '../../errors/gateway-error';
import type { Routed } from '../exchange';
import type { Step } from '../step';

export const refuseUnprotected: Step<Routed> = {
  name: 'refuse-unprotected',
  run: () => PRIVATE_API_WITHOUT_POLICY,
};
