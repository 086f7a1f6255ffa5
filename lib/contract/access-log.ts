import { z } from 'zod';

export const MAX_ACCESS_LOG_FORMAT_BYTES = 3 * 1024;

const VARIABLE = /\$context\.([A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*)/g;

/** Empty: DEFAULT_ACCESS_LOG_FORMAT. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
export const accessLogFormat = z
  .string()
  .transform((format) => format.trim())
  .refine(
    (format) => !/[\r\n]/.test(format),
    'Access Log format must be single line, new line character is allowed only at end of the format.',
  )
  .refine(
    (format) => new TextEncoder().encode(format).length <= MAX_ACCESS_LOG_FORMAT_BYTES,
    'An access log format has at most 3 KB.',
  )
  .refine(
    (format) =>
      format === '' || variablesOf(format).some((name) => name === 'requestId' || name === 'extendedRequestId'),
    'Access Log format must include $context.requestId or $context.extendedRequestId.',
  );

/** The names behind "$context.", in their order. */
export function variablesOf(format: string): string[] {
  return [...format.matchAll(VARIABLE)].map((match) => match[1] as string);
}

/** What a stage logs whose owner chose nothing. */
export const DEFAULT_ACCESS_LOG_FORMAT =
  '{"requestId":"$context.requestId","extendedRequestId":"$context.extendedRequestId","apiId":"$context.apiId","stage":"$context.stage","httpMethod":"$context.httpMethod","resourcePath":"$context.resourcePath","path":"$context.path","status":$context.status,"responseLatency":$context.responseLatency,"integrationLatency":$context.integrationLatency,"responseLength":$context.responseLength,"ip":"$context.identity.sourceIp","userAgent":"$context.identity.userAgent","apiKeyId":"$context.identity.apiKeyId","error":"$context.error.responseType","isCanaryRequest":"$context.isCanaryRequest","cache":"$context.cache","xrayTraceId":"$context.xrayTraceId"}';

/** AWS's own, to the character. */
export const ACCESS_LOG_PRESETS = [
  {
    name: 'CLF',
    format:
      '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime]"$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId $context.extendedRequestId',
  },
  {
    name: 'JSON',
    format:
      '{ "requestId":"$context.requestId", "extendedRequestId":"$context.extendedRequestId","ip": "$context.identity.sourceIp", "caller":"$context.identity.caller", "user":"$context.identity.user", "requestTime":"$context.requestTime", "httpMethod":"$context.httpMethod", "resourcePath":"$context.resourcePath", "status":"$context.status", "protocol":"$context.protocol", "responseLength":"$context.responseLength" }',
  },
  {
    name: 'XML',
    format:
      '<request id="$context.requestId"> <extendedRequestId>$context.extendedRequestId</extendedRequestId> <ip>$context.identity.sourceIp</ip> <caller>$context.identity.caller</caller> <user>$context.identity.user</user> <requestTime>$context.requestTime</requestTime> <httpMethod>$context.httpMethod</httpMethod> <resourcePath>$context.resourcePath</resourcePath> <status>$context.status</status> <protocol>$context.protocol</protocol> <responseLength>$context.responseLength</responseLength> </request>',
  },
  {
    name: 'CSV',
    format:
      '$context.identity.sourceIp,$context.identity.caller,$context.identity.user,$context.requestTime,$context.httpMethod,$context.resourcePath,$context.protocol,$context.status,$context.responseLength,$context.requestId,$context.extendedRequestId',
  },
] as const;

/** Every variable the gateway fills, with what it looks like. */
export const ACCESS_LOG_SAMPLES: Readonly<Record<string, string>> = {
  accountId: '000000000000',
  apiId: 'a1b2c3d4e5',
  'authenticate.error': 'Unauthorized',
  'authenticate.status': '200',
  'authorize.error': 'Statement[0] of the authorizer policy denies the request',
  'authorize.status': '200',
  'authorizer.error': 'Unauthorized',
  'authorizer.integrationLatency': '12',
  'authorizer.integrationStatus': '200',
  'authorizer.requestId': '7d1f2c3a-51b4-4c0e-8f0a-2b6d8e9f0a1b',
  'authorizer.status': '200',
  'authorizer.latency': '12',
  'authorizer.principalId': 'user-7',
  awsEndpointRequestId: '8f4e2d1c-6b7a-4c3d-9e8f-0a1b2c3d4e5f',
  cache: 'miss',
  deploymentId: 'x7y8z9',
  domainName: 'a1b2c3d4e5.execute-api.localhost',
  domainPrefix: 'a1b2c3d4e5',
  'error.message': '-',
  'error.messageString': '-',
  'error.responseType': '-',
  'error.validationErrorString': '-',
  extendedRequestId: 'JKJaXmPLvHcESHA=',
  httpMethod: 'GET',
  'identity.accessKey': '-',
  'identity.accountId': '-',
  'identity.apiKey': '**********Ab12Cd',
  'identity.apiKeyId': 'k9j8h7g6f5',
  'identity.caller': '-',
  'identity.clientCert.clientCertPem': '-',
  'identity.clientCert.issuerDN': '-',
  'identity.clientCert.serialNumber': '-',
  'identity.clientCert.subjectDN': '-',
  'identity.clientCert.validity.notAfter': '-',
  'identity.clientCert.validity.notBefore': '-',
  'identity.principalOrgId': '-',
  'identity.sourceIp': '203.0.113.7',
  'identity.user': '-',
  'identity.userAgent': 'curl/8.5.0',
  'identity.userArn': '-',
  'integration.error': '-',
  'integration.integrationStatus': '200',
  'integration.latency': '38',
  'integration.requestId': '8f4e2d1c-6b7a-4c3d-9e8f-0a1b2c3d4e5f',
  'integration.status': '200',
  integrationErrorMessage: '-',
  integrationLatency: '38',
  integrationStatus: '200',
  isCanaryRequest: '-',
  path: '/prod/pets/7',
  protocol: 'HTTP/1.1',
  requestId: '5e9c4b6e-3b0d-4f3e-9d6e-1f2a3b4c5d6e',
  requestTime: '02/Mar/2026:10:00:00 +0000',
  requestTimeEpoch: '1772445600007',
  resourceId: 'r1s2t3',
  resourcePath: '/pets/{petId}',
  responseLatency: '41',
  responseLength: '312',
  stage: 'prod',
  status: '200',
  xrayTraceId: '1-69a560a0-5e9c4b6e3b0d4f3e1f2a3b4c',
};

/** The line that a request might leave. */
export function previewAccessLogLine(format: string): string {
  return format.replace(VARIABLE, (_, name: string) =>
    Object.hasOwn(ACCESS_LOG_SAMPLES, name) ? (ACCESS_LOG_SAMPLES[name] as string) : '-',
  );
}

/** Names that print "-" whatever happens. */
export const emptyVariablesOf = (format: string): string[] => [
  ...new Set(variablesOf(format).filter((name) => !Object.hasOwn(ACCESS_LOG_SAMPLES, name))),
];
