// The definition's readonly JSON types: everything the data plane knows comes in through these.
// Names are API Gateway's own (https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html).

export const HTTP_METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];
export type MethodKey = HttpMethod | 'ANY';

export type EndpointType = 'EDGE' | 'REGIONAL' | 'PRIVATE';
export type ApiKeySource = 'HEADER' | 'AUTHORIZER';
export type AuthorizationType = 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS';
export type AuthorizerType = 'TOKEN' | 'REQUEST' | 'COGNITO_USER_POOLS';
export type IntegrationType = 'MOCK' | 'HTTP' | 'HTTP_PROXY' | 'AWS' | 'AWS_PROXY';
export type PassthroughBehavior = 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
export type ContentHandling = 'CONVERT_TO_BINARY' | 'CONVERT_TO_TEXT';
export type QuotaPeriod = 'DAY' | 'WEEK' | 'MONTH';
export type LoggingLevel = 'OFF' | 'ERROR' | 'INFO';
export type UnauthorizedCacheControlHeaderStrategy =
  | 'FAIL_WITH_403'
  | 'SUCCEED_WITH_RESPONSE_HEADER'
  | 'SUCCEED_WITHOUT_RESPONSE_HEADER';

/** The 21 gateway response types. https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
export const GATEWAY_RESPONSE_TYPES = [
  'ACCESS_DENIED',
  'API_CONFIGURATION_ERROR',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'BAD_REQUEST_BODY',
  'BAD_REQUEST_PARAMETERS',
  'DEFAULT_4XX',
  'DEFAULT_5XX',
  'EXPIRED_TOKEN',
  'INTEGRATION_FAILURE',
  'INTEGRATION_TIMEOUT',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'QUOTA_EXCEEDED',
  'REQUEST_TOO_LARGE',
  'RESOURCE_NOT_FOUND',
  'THROTTLED',
  'UNAUTHORIZED',
  'UNSUPPORTED_MEDIA_TYPE',
  'WAF_FILTERED',
] as const;
export type GatewayResponseType = (typeof GATEWAY_RESPONSE_TYPES)[number];

export interface RestApiDefinition {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly apiKeySource: ApiKeySource;
  readonly disableExecuteApiEndpoint: boolean;
  /** Absent in deployments from before it counted: EDGE. */
  readonly endpointType?: EndpointType;
  /** Of a PRIVATE API: those under whose own host names, {apiId}-{vpcEndpointId}, it answers too. */
  readonly vpcEndpointIds?: readonly string[];
  /** The resource policy, as JSON. Absent: none. */
  readonly policy?: string;
  /** 0–10,485,760: integration responses of so many bytes are compressed for clients that ask. Absent: none is. */
  readonly minimumCompressionSize?: number;
  // "image/png", "image/*", "*/*"; everything else is text. Absent: nothing is binary.
  readonly binaryMediaTypes?: readonly string[];
  readonly resources: readonly ResourceDefinition[];
  /** By name. Absent in deployments from before there were models. */
  readonly models?: Readonly<Record<string, ModelDefinition>>;
  readonly gatewayResponses: Readonly<Partial<Record<GatewayResponseType, GatewayResponseDefinition>>>;
  /** By id. Absent in deployments from before there were any. */
  readonly authorizers?: Readonly<Record<string, AuthorizerDefinition>>;
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html */
export interface AuthorizerDefinition {
  readonly id: string;
  readonly name: string;
  readonly type: AuthorizerType;
  /** Lambda authorizers: the ARN of a function's invocations, or a URL that is asked by HTTP. May hold ${stageVariables.name}. */
  readonly authorizerUri?: string;
  readonly authorizerCredentials?: string;
  /** "method.request.header.Authorization, context.identity.sourceIp": as AWS writes it. */
  readonly identitySource?: string;
  /** Java regex over the token, or over the audience of a user pool's. */
  readonly identityValidationExpression?: string;
  /** 0–3,600; 0: each request asks. */
  readonly authorizerResultTtlInSeconds: number;
  /** Of user pools. */
  readonly providerARNs?: readonly string[];
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html */
export interface ModelDefinition {
  readonly contentType: string;
  readonly description: string;
  /** JSON Schema draft-04, as text. */
  readonly schema: string;
}

export interface RequestValidatorDefinition {
  readonly name: string;
  readonly validateRequestBody: boolean;
  readonly validateRequestParameters: boolean;
}

export interface ResourceDefinition {
  readonly id: string;
  /** Full path: "/", "/pets/{petId}", "/files/{proxy+}". */
  readonly path: string;
  readonly methods: Readonly<Partial<Record<MethodKey, MethodDefinition>>>;
}

export interface MethodDefinition {
  readonly authorizationType: AuthorizationType;
  /** CUSTOM and COGNITO_USER_POOLS: one of the API's authorizers. */
  readonly authorizerId?: string;
  /** COGNITO_USER_POOLS: an access token needs one of them. Absent: an ID token is asked for. */
  readonly authorizationScopes?: readonly string[];
  readonly apiKeyRequired: boolean;
  readonly operationName: string;
  /** "method.request.{header|querystring|path}.name" → required, which only a validator of parameters enforces. */
  readonly requestParameters: Readonly<Record<string, boolean>>;
  /** Media type, or $default → name of a model. */
  readonly requestModels?: Readonly<Record<string, string>>;
  /** Absent: requests are not validated. */
  readonly requestValidator?: RequestValidatorDefinition;
  /** By status code. */
  readonly methodResponses: Readonly<Record<string, MethodResponseDefinition>>;
  /** Absent: a method without an integration can't be deployed. */
  readonly integration?: IntegrationDefinition;
}

export interface MethodResponseDefinition {
  /** "method.response.header.name" → required. */
  readonly responseParameters: Readonly<Record<string, boolean>>;
  /** Media type → name of a model. Says what clients get; nothing is checked against it. */
  readonly responseModels?: Readonly<Record<string, string>>;
}

export interface IntegrationDefinition {
  readonly type: IntegrationType;
  /** Backend verb; "ANY" passes the client's. Absent for MOCK. */
  readonly httpMethod?: MethodKey;
  /** Backend URL, or the ARN of a function's invocations; may hold {param} and ${stageVariables.name}. Absent for MOCK. */
  readonly uri?: string;
  /** "integration.request.{header|querystring|path}.name" → mapping expression. */
  readonly requestParameters: Readonly<Record<string, string>>;
  /** By media type, Velocity. */
  readonly requestTemplates: Readonly<Record<string, string>>;
  readonly passthroughBehavior: PassthroughBehavior;
  /** Absent: the body goes on as it is. */
  readonly contentHandling?: ContentHandling;
  /** AWS services: "arn:aws:iam::{account}:role/{name}", whose credentials sign requests; may hold ${stageVariables.name}. */
  readonly credentials?: string;
  /** 50–29,000; with STREAM up to 900,000, and for the whole answer. */
  readonly timeoutInMillis: number;
  /** HTTP_PROXY only. Absent: BUFFERED. */
  readonly responseTransferMode?: ResponseTransferMode;
  /** HTTP and HTTP_PROXY only. Absent: the backend's certificate is verified. */
  readonly tlsConfig?: TlsConfig;
  /** Default: the resource's id. */
  readonly cacheNamespace?: string;
  /** "method.request.…" or "integration.request.…" names that vary a cache entry. */
  readonly cacheKeyParameters: readonly string[];
  readonly integrationResponses: readonly IntegrationResponseDefinition[];
}

/**
 * BUFFERED: at most 10 MB. STREAM: as much as there is, each part as soon as it comes; nothing that needs the whole answer.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html
 */
export type ResponseTransferMode = 'BUFFERED' | 'STREAM';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_TlsConfig.html */
export interface TlsConfig {
  /** Any issuer will do; name and dates are still checked. */
  readonly insecureSkipVerification: boolean;
}

export interface IntegrationResponseDefinition {
  readonly statusCode: string;
  /** Java regex over the backend's status code, matched in full; empty: the default. */
  readonly selectionPattern: string;
  /** "method.response.header.name" → mapping expression. */
  readonly responseParameters: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
  /** Absent: as the client's Accept and the API's binaryMediaTypes say. */
  readonly contentHandling?: ContentHandling;
}

export interface GatewayResponseDefinition {
  /** Absent: the type's own default. */
  readonly statusCode?: string;
  /** "gatewayresponse.header.name" → mapping expression. */
  readonly responseParameters: Readonly<Record<string, string>>;
  /** By media type; $context.*, $stageVariables.* and method.request.* are substituted. */
  readonly responseTemplates: Readonly<Record<string, string>>;
}

/** A stage with the deployment it points to: the unit that is compiled and swapped. */
export interface StageDefinition {
  readonly id: string;
  readonly name: string;
  readonly deploymentId: string;
  readonly definition: RestApiDefinition;
  readonly variables: Readonly<Record<string, string>>;
  readonly cacheClusterEnabled: boolean;
  readonly cacheSizeBytes: number;
  /** Keys: all methods (star, slash, star), or "~1pets~1{petId}/GET". */
  readonly methodSettings: Readonly<Record<string, MethodSettings>>;
  /** One line with $context variables. Absent: no access log. */
  readonly accessLogFormat?: string;
  readonly canary?: CanaryDefinition;
  /** Absent: no live request is traced but those with a token, and only credentials are masked. */
  readonly tracing?: TraceSettings;
}

export interface TraceSettings {
  /** 0–100: the share of live requests that are traced. */
  readonly samplePercent: number;
  /** Headers, parameters, form fields and JSON members whose values no trace holds. */
  readonly maskedNames: readonly string[];
  /** "$.card.number", "$..password": the same for places in JSON bodies. */
  readonly maskedJsonPaths: readonly string[];
}

/** Has one request to the stage traced, whatever its sample. */
export interface DebugTokenDefinition {
  /** Hexadecimal SHA-256 of the token. */
  readonly hash: string;
  readonly stageId: string;
  readonly expiresAtMs: number;
}

/** A share of a stage's requests, drawn one by one, that another deployment answers. Limits and keys stay the stage's. */
export interface CanaryDefinition {
  readonly deploymentId: string;
  /** Null: the deployment is gone or can't be read. The stage's own serves everything then. */
  readonly definition: RestApiDefinition | null;
  /** 0–100. */
  readonly percentTraffic: number;
  /** Over the stage's variables; may add others. */
  readonly stageVariableOverrides: Readonly<Record<string, string>>;
  /** False: the canary's answers are cached apart. */
  readonly useStageCache: boolean;
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html */
export interface MethodSettings {
  /** Metrics by method as well as by stage. */
  readonly metricsEnabled?: boolean;
  /** Requests per second; absent: no limit of this stage's. */
  readonly throttlingRateLimit?: number;
  readonly throttlingBurstLimit?: number;
  readonly cachingEnabled?: boolean;
  /** 0–3600, default 300; 0 turns caching off. */
  readonly cacheTtlInSeconds?: number;
  /** Entries are kept encrypted. */
  readonly cacheDataEncrypted?: boolean;
  /** A client's Cache-Control: max-age=0 counts only with execute-api:InvalidateCache. Absent: any client's counts. */
  readonly requireAuthorizationForCacheControl?: boolean;
  /** What a client gets whose max-age=0 does not count; absent: SUCCEED_WITH_RESPONSE_HEADER. */
  readonly unauthorizedCacheControlHeaderStrategy?: UnauthorizedCacheControlHeaderStrategy;
  /** Of the execution log; absent: OFF. */
  readonly loggingLevel?: LoggingLevel;
  /** Bodies and headers in the execution log. */
  readonly dataTraceEnabled?: boolean;
}

export interface ThrottleSettings {
  /** Requests per second. */
  readonly rateLimit: number;
  readonly burstLimit: number;
}

export interface QuotaSettings {
  readonly limit: number;
  readonly period: QuotaPeriod;
  /** Requests taken off the limit in the period that holds startedAtMs. A count, not a shift of the clock. */
  readonly offset: number;
  readonly startedAtMs: number;
}

export interface UsagePlanDefinition {
  readonly id: string;
  readonly accountId: string;
  readonly throttle?: ThrottleSettings;
  readonly quota?: QuotaSettings;
  readonly stages: readonly UsagePlanStageDefinition[];
}

export interface UsagePlanStageDefinition {
  readonly stageId: string;
  /** "/pets/{petId}/GET" → limit. */
  readonly throttle: Readonly<Record<string, ThrottleSettings>>;
}

export interface ApiKeyDefinition {
  readonly id: string;
  readonly accountId: string;
  /** Base64url HMAC-SHA-256 of the value under the lookup secret. */
  readonly valueHash: string;
  readonly enabled: boolean;
  /** Epoch ms; absent: never. */
  readonly expiresAtMs?: number;
  /** The key whose old value this is, after a rotation: limits and usage count under that id. Absent: its own. */
  readonly countsAsId?: string;
  readonly usagePlanIds: readonly string[];
}

export interface AccountLimits {
  readonly accountId: string;
  readonly throttle: ThrottleSettings;
}

/** Where a Lambda function is invoked: the runtime's own function host, or an endpoint that speaks Lambda's Invoke API. */
export interface FunctionEndpoint {
  readonly functionId: string;
  readonly accountId: string;
  readonly name: string;
  /** "http://127.0.0.1:40123" */
  readonly origin: string;
  /** The runtime's own host, which may be on an address that owners can't reach. */
  readonly isOwn?: boolean;
  /** "/2015-03-31/functions/000000000000:pets/invocations"; a qualifier is added as ?Qualifier=. */
  readonly path: string;
  /** Name, value, name, value … sent with every request. */
  readonly headers: readonly string[];
  /** Requests are signed with these. */
  readonly credentials?: FunctionCredentials;
  /** Who may invoke it; absent: every API of its own account, and no other. */
  readonly permissions?: readonly FunctionPermission[];
}

export interface FunctionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly region: string;
}

/** Credentials that AWS services are called with, under the name of a role, and what they are for. */
export interface ServiceRole {
  readonly roleId: string;
  readonly accountId: string;
  /** As in "arn:aws:iam::{account}:role/{name}". */
  readonly name: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Empty: every service, where AWS has it. */
  readonly services: readonly ServiceGrant[];
}

export interface ServiceGrant {
  /** As URIs name it: "dynamodb". */
  readonly service: string;
  /** Absent: in every region. */
  readonly region?: string;
  /** "http://127.0.0.1:4567"; absent: where AWS has it. */
  readonly endpoint?: string;
}

/**
 * A host of an owner's own, and the APIs below it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html
 */
export interface DomainNameDefinition {
  readonly id: string;
  readonly accountId: string;
  /** In lower case: "api.example.com", or "*.example.com" for every host one label below. */
  readonly name: string;
  readonly endpointType: 'REGIONAL' | 'EDGE';
  readonly mappings: readonly BasePathMappingDefinition[];
  /** Absent: the host is served without TLS only. */
  readonly tls?: DomainTlsDefinition;
  /** Clients have to show a certificate that one of these issued. */
  readonly trustStore?: TrustStoreDefinition;
}

export interface BasePathMappingDefinition {
  /** "orders/v1"; empty: every path that no other mapping takes. */
  readonly basePath: string;
  readonly apiId: string;
  /** Empty: the path's next segment names the stage. */
  readonly stageName: string;
}

export interface DomainTlsDefinition {
  /** PEM: the domain's own certificate first, those that lead to its root after it. */
  readonly certificate: string;
  /** PEM. */
  readonly privateKey: string;
  readonly minVersion: TlsVersion;
}

export type TlsVersion = 'TLSv1.2' | 'TLSv1.3';

export interface TrustStoreDefinition {
  /** PEM, one certificate after the other. */
  readonly certificates: string;
  readonly version: string;
}

/** A statement of the function's resource policy that lets API Gateway in. https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
export interface FunctionPermission {
  readonly statementId: string;
  /** "arn:aws:execute-api:us-east-1:000000000000:a1b2c3/prod/GET/pets", with * and ?. Absent: any API of sourceAccount. */
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
  /** A version or an alias. Absent: the function without a qualifier. */
  readonly qualifier?: string;
}

/** Who signs requests: a user with access keys, or a role that somebody assumes. */
export interface IamPrincipalDefinition {
  /** "AIDA…" or "AROA…". */
  readonly principalId: string;
  readonly accountId: string;
  readonly kind: 'user' | 'role';
  readonly name: string;
  readonly arn: string;
  readonly accessKeys: readonly IamAccessKeyDefinition[];
  /** All that count, groups' included; JSON text. */
  readonly policies: readonly { readonly name: string; readonly document: string }[];
}

export interface IamAccessKeyDefinition {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly active: boolean;
}

/** What a worker is told: whole entities or their removal. `full` replaces everything known before. */
export interface Publication {
  readonly revision: number;
  readonly full: boolean;
  readonly stages: readonly StageDefinition[];
  readonly removedStageIds: readonly string[];
  readonly usagePlans: readonly UsagePlanDefinition[];
  readonly removedUsagePlanIds: readonly string[];
  readonly apiKeys: readonly ApiKeyDefinition[];
  readonly removedApiKeyIds: readonly string[];
  readonly accounts: readonly AccountLimits[];
  /** Absent: no news of functions. */
  readonly functions?: readonly FunctionEndpoint[];
  readonly removedFunctionIds?: readonly string[];
  /** All that are good. Absent: no news of them. */
  readonly debugTokens?: readonly DebugTokenDefinition[];
  /** Absent: no news of service roles. */
  readonly serviceRoles?: readonly ServiceRole[];
  readonly removedServiceRoleIds?: readonly string[];
  /** Absent: no news of custom domain names. */
  readonly domainNames?: readonly DomainNameDefinition[];
  readonly removedDomainNameIds?: readonly string[];
  /** Absent: no news of users and roles. */
  readonly iamPrincipals?: readonly IamPrincipalDefinition[];
  readonly removedIamPrincipalIds?: readonly string[];
  /** All of Gatehouse's own user pools. Absent: no news of them. */
  readonly userPools?: readonly UserPoolKeysDefinition[];
}

/** What tokens of a user pool are checked with: its keys come in the publication, not over HTTP. */
export interface UserPoolKeysDefinition {
  /** arn:aws:cognito-idp:{region}:{account}:userpool/{id} */
  readonly arn: string;
  readonly issuer: string;
  /** Public JWKs (RSA, RS256), with kid. */
  readonly keys: readonly UserPoolKey[];
}

export interface UserPoolKey {
  readonly kty: string;
  readonly kid: string;
  readonly n: string;
  readonly e: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
}

/** A place in a definition that does not compile: the stage keeps what it served before. */
export interface CompileError {
  readonly stageId: string;
  readonly apiId: string;
  readonly stageName: string;
  /** "GET /pets/{petId} › integration › uri". */
  readonly place: string;
  readonly message: string;
}

/** Requests that others (earlier lives of the runtime, other workers) have counted: what a worker's own counts add to. */
export interface QuotaUsage {
  readonly usagePlanId: string;
  readonly apiKeyId: string;
  /** The counts' last day, in days since 1970-01-01 UTC. */
  readonly day: number;
  readonly usedInDay: number;
  /** From the Monday of that day's week. */
  readonly usedInWeek: number;
  readonly usedInMonth: number;
}
