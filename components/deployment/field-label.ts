const LABELS: Readonly<Record<string, string>> = {
  name: 'Name',
  apiKeySource: 'API key source',
  disableExecuteApiEndpoint: 'Default endpoint off',
  minimumCompressionSize: 'Compress from (bytes)',
  binaryMediaTypes: 'Binary media types',
  policy: 'Resource policy',
  authorizationType: 'Authorization',
  authorizer: 'Authorizer',
  authorizationScopes: 'Scopes',
  type: 'Type',
  authorizerUri: 'Authorizer URI',
  authorizerCredentials: 'Invoke role',
  identitySource: 'Identity sources',
  identityValidationExpression: 'Token validation',
  authorizerResultTtlInSeconds: 'Result TTL (s)',
  providerARNs: 'User pools',
  apiKeyRequired: 'API key required',
  operationName: 'Operation name',
  'integration.type': 'Integration type',
  'integration.httpMethod': 'Backend verb',
  'integration.uri': 'Endpoint URI',
  'integration.credentials': 'Service role',
  'integration.timeoutInMillis': 'Timeout (ms)',
  'integration.responseTransferMode': 'Response transfer mode',
  'integration.tlsConfig.insecureSkipVerification': 'Skip certificate verification',
  'integration.passthroughBehavior': 'Body passthrough',
  'integration.contentHandling': 'Content handling',
  'integration.cacheNamespace': 'Cache namespace',
  'integration.cacheKeyParameters': 'Cache key parameters',
  statusCode: 'Status',
  contentType: 'Content type',
  description: 'Description',
  schema: 'Schema',
  'requestValidator.name': 'Request validator',
  'requestValidator.validateRequestBody': 'Validates the body',
  'requestValidator.validateRequestParameters': 'Validates parameters',
};

const LOCATIONS: Readonly<Record<string, string>> = {
  header: 'header',
  querystring: 'query parameter',
  path: 'path variable',
};

type Rule = readonly [pattern: RegExp, label: (...found: string[]) => string];
const RULES: readonly Rule[] = [
  [
    /^requestParameters\.method\.request\.(header|querystring|path)\.(.+)$/,
    (location, name) => capital(`${LOCATIONS[location]} ${name}`),
  ],
  [
    /^integration\.requestParameters\.integration\.request\.(header|querystring|path)\.(.+)$/,
    (location, name) => `Mapping to ${LOCATIONS[location]} ${name}`,
  ],
  [/^requestModels\.(.+)$/, (mediaType) => `Request model ${mediaType}`],
  [
    /^methodResponses\.(\d+)\.responseModels\.(.+)$/,
    (status, mediaType) => `Method response ${status}: model ${mediaType}`,
  ],
  [/^integration\.requestTemplates\.(.+)$/, (mediaType) => `Request template ${mediaType}`],
  [/^integration\.integrationResponses\.(\d+)$/, (status) => `Integration response ${status}`],
  [
    /^integration\.integrationResponses\.(\d+)\.selectionPattern$/,
    (status) => `Integration response ${status}: selection pattern`,
  ],
  [
    /^integration\.integrationResponses\.(\d+)\.responseParameters\.method\.response\.header\.(.+)$/,
    (status, name) => `Integration response ${status}: header ${name}`,
  ],
  [
    /^integration\.integrationResponses\.(\d+)\.responseTemplates\.(.+)$/,
    (status, mediaType) => `Integration response ${status}: body ${mediaType}`,
  ],
  [
    /^integration\.integrationResponses\.(\d+)\.contentHandling$/,
    (status) => `Integration response ${status}: content handling`,
  ],
  [/^methodResponses\.(\d+)$/, (status) => `Method response ${status}`],
  [
    /^methodResponses\.(\d+)\.responseParameters\.method\.response\.header\.(.+)$/,
    (status, name) => `Method response ${status}: header ${name}`,
  ],
  [/^responseParameters\.gatewayresponse\.header\.(.+)$/, (name) => `Header ${name}`],
  [/^responseTemplates\.(.+)$/, (mediaType) => `Body ${mediaType}`],
];

/** A definition's field as the console calls it. Unknown ones keep their name: better exact than wrong. */
export function fieldLabel(name: string): string {
  const known = LABELS[name];
  if (known) return known;
  for (const [pattern, label] of RULES) {
    const found = pattern.exec(name);
    if (found) return label(...found.slice(1));
  }
  return name;
}

/** True and false say nothing beside "Header X". */
export function fieldValue(name: string, value: string | null): string | null {
  if (value !== 'true' && value !== 'false') return value;
  if (name.startsWith('requestParameters.')) return value === 'true' ? 'required' : 'optional';
  if (/^methodResponses\.\d+\.responseParameters\./.test(name)) return 'declared';
  return value === 'true' ? 'yes' : 'no';
}

const DEFAULTS: Readonly<Record<string, string>> = {
  authorizationType: 'NONE',
  apiKeyRequired: 'false',
  'integration.timeoutInMillis': '29000',
  'integration.responseTransferMode': 'BUFFERED',
  'integration.passthroughBehavior': 'WHEN_NO_MATCH',
};

/** What every method has that nobody set: no news about one that came or went as a whole. */
export function isDefault(name: string, value: string | null): boolean {
  return value !== null && DEFAULTS[name] === value;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
