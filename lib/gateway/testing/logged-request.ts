// A request that is over, for tests and benches of what is written about it.
import { requestBodyOf } from '../mapping/message-body';
import type { LoggedRequest } from '../observe/access-log-variables';
import { CACHE_MISS } from '../observe/metrics';

export function loggedRequest(extra: Partial<LoggedRequest> = {}): LoggedRequest {
  return {
    ...{
      method: 'GET',
      fullPath: '/prod/pets/7',
      headers: ['User-Agent', 'curl/8.0'],
      pathValues: ['7'],
      queryPairs: [],
    },
    ...{ requestBody: requestBodyOf(null, false), host: 'a1b2c3d4e5.execute-api.localhost', sourceIp: '127.0.0.1' },
    ...{
      protocol: 'HTTP/1.1',
      requestId: '5e9c4b6e-3b0d-4f3e-9d6e-1f2a3b4c5d6e',
      extendedRequestId: 'JKJaXmPLvHcESHA=',
    },
    startedAtMs: Date.parse('2026-03-02T10:00:00.007Z'),
    place: {
      ...{ apiId: 'a1b2c3d4e5', accountId: '000000000000', name: 'prod', deploymentId: 'd1' },
      isCanaryRequest: undefined,
    },
    resource: { resourceId: 'r1', resourcePath: '/pets/{petId}', paramNames: ['petId'] },
    ...{ apiKeyId: 'k1', apiKeyValue: '', caller: null, clientCertificate: null, error: null, overrides: null },
    ...{
      sentBytes: 42,
      authorizerUs: -1,
      authorizerEndpointStatus: 0,
      authorizerRequestId: '',
      integrationUs: 900,
      integrationStatus: 200,
      cacheOutcome: CACHE_MISS,
    },
    upstreamCall: { status: 200, headers: [] },
    traceRoot: '1-69a560a0-5e9c4b6e3b0d4f3e1f2a3b4c',
    ...extra,
  };
}
