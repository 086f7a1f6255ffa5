// Signs a request to an AWS service with the credentials of the integration's role, one to a function with the function's.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
import { RequestToSign } from '../../integrations/request-to-sign';
import type { Prepared } from '../exchange';
import type { Step } from '../step';

export const signIntegrationRequest: Step<Prepared> = {
  name: 'sign-integration-request',
  run(x) {
    const request = x.upstreamRequest;
    if (request instanceof RequestToSign) x.upstreamRequest = request.signed(x.startedAtMs);
    return undefined;
  },
};
