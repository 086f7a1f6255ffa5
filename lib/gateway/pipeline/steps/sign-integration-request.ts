// Signs a request to an AWS service with the credentials of the integration's role.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
import { AwsServiceRequest } from '../../integrations/aws-service-request';
import type { Prepared } from '../exchange';
import type { Step } from '../step';

export const signIntegrationRequest: Step<Prepared> = {
  name: 'sign-integration-request',
  run(x) {
    const request = x.upstreamRequest;
    if (request instanceof AwsServiceRequest) x.upstreamRequest = request.signed(x.startedAtMs);
    return undefined;
  },
};
