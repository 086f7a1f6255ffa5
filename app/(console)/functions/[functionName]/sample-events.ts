/** Events to begin a test with. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format */

function proxyEvent(httpMethod: string, body: string | null): string {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    Host: 'a1b2c3d4e5.execute-api.localhost',
    'User-Agent': 'curl/8.5.0',
    'X-Forwarded-For': '127.0.0.1',
    ...(body === null ? {} : { 'Content-Type': 'application/json' }),
  };
  const event = {
    resource: '/pets/{petId}',
    path: '/pets/7',
    httpMethod,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: { name: 'Ada' },
    multiValueQueryStringParameters: { name: ['Ada'] },
    pathParameters: { petId: '7' },
    stageVariables: null,
    requestContext: {
      resourceId: 'abc123',
      resourcePath: '/pets/{petId}',
      httpMethod,
      path: '/prod/pets/7',
      accountId: '000000000000',
      protocol: 'HTTP/1.1',
      stage: 'prod',
      domainName: 'a1b2c3d4e5.execute-api.localhost',
      requestId: '3b0d1d3f-5a5f-4a4e-9f0e-3a7d1c7b2e10',
      requestTime: '09/Apr/2026:12:34:56 +0000',
      requestTimeEpoch: 1775738096000,
      identity: { sourceIp: '127.0.0.1', userAgent: 'curl/8.5.0', apiKey: null },
      apiId: 'a1b2c3d4e5',
    },
    body,
    isBase64Encoded: false,
  };
  return JSON.stringify(event, null, 2);
}

export const SAMPLE_EVENTS = [
  { value: 'get', label: 'API Gateway: GET', text: proxyEvent('GET', null) },
  { value: 'post', label: 'API Gateway: POST', text: proxyEvent('POST', JSON.stringify({ name: 'Rex', kind: 'dog' })) },
  { value: 'plain', label: 'Plain JSON', text: JSON.stringify({ key: 'value' }, null, 2) },
  { value: 'empty', label: 'Empty', text: '{}' },
] as const;
