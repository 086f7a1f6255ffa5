// Why the gateway answered a request itself, in plain words, and the nearest fix. One pure function for each cause.
import type { GatewayResponseType, QuotaPeriod } from '../model';

export interface Explanation {
  readonly cause: string;
  readonly fix: string;
}

const DEPLOY = 'Changes to the API count after the next deploy.';

// ---- where the request goes

export const explainDisabledEndpoint = (host: string): Explanation => ({
  cause: `The API’s default endpoint (${host}) is switched off.`,
  fix: 'Switch the default endpoint on in the API’s settings and deploy, or call the API by a domain name of its own.',
});

export const explainMethod = (method: string, path: string, methods: readonly string[]): Explanation => ({
  cause: `There is no ${method} on ${path}; ${listed(methods)} ${methods.length === 1 ? 'exists' : 'exist'}.`,
  fix: `Call it with ${listed(methods, 'or')}, or add the method ${method} to the resource. ${DEPLOY}`,
});

export const explainResource = (path: string, stage: string, nearest: string | undefined): Explanation => ({
  cause:
    nearest === undefined
      ? `No resource of stage ${stage} answers the path ${path}.`
      : `No resource of stage ${stage} answers the path ${path}; the nearest is ${nearest}.`,
  fix: `Check the path${nearest === undefined ? '' : ` (${nearest}?)`}, or create the resource. ${DEPLOY}`,
});

// ---- who is calling

export const explainMissingPolicy = (): Explanation => ({
  cause: 'The API is private and its deployment has no resource policy: nobody may call it then.',
  fix: `Attach a resource policy that allows execute-api:Invoke, for example for one VPC endpoint. ${DEPLOY}`,
});

export const explainAccessDenied = (statement: string): Explanation => ({
  cause:
    statement === ''
      ? 'No policy allows execute-api:Invoke on this method for this caller: what nobody allows is denied.'
      : `${statement} denies the request, and no Allow outweighs a Deny.`,
  fix: `Allow the caller (address, VPC endpoint, principal) in the API’s resource policy or in the caller’s own. ${DEPLOY}`,
});

export const explainToken = (reason: string): Explanation => ({
  cause: reason === '' ? 'The method takes nobody in without a token of its authorizer’s user pools.' : reason,
  fix: 'Sign in again and send the ID token (for a method with scopes: an access token that has one of them) of a pool or issuer that the method’s authorizer names.',
});

export const explainExpiredToken = (): Explanation => ({
  cause: 'The token of the request has expired.',
  fix: 'Get a new one with the refresh token, or sign in again; the lifetimes are settings of the pool’s app client.',
});

export const explainIssuerUnavailable = (reason: string): Explanation => ({
  cause: reason,
  fix: 'Check that this gateway reaches the issuer (name, network, certificate, GATEHOUSE_ALLOW_PRIVATE_BACKENDS). It is asked again every few seconds.',
});

export const explainKeyMissing = (): Explanation => ({
  cause: 'The method needs an API key and the request has none.',
  fix: `Send the key in the header x-api-key, or switch off “API key required” at the method. ${DEPLOY}`,
});

export const explainKeySource = (): Explanation => ({
  cause: 'The method needs an API key, and the API takes keys from an authorizer only; none brought one.',
  fix: `Set the API’s key source to HEADER in its settings. ${DEPLOY}`,
});

export const explainKeyUnknown = (): Explanation => ({
  cause: 'The API key of the request does not exist: it was deleted, rotated away, or is misspelt.',
  fix: 'Copy the key’s value from the console, without spaces or quotes.',
});

export const explainKeyDisabled = (keyId: string): Explanation => ({
  cause: `The API key ${keyId} is disabled.`,
  fix: 'Enable the key on its page.',
});

export const explainKeyExpired = (keyId: string, expiredAtMs: number): Explanation => ({
  cause: `The API key ${keyId} expired at ${utc(expiredAtMs)}.`,
  fix: 'Give the client a new key, or move the key’s end.',
});

export const explainKeyWithoutPlan = (keyId: string): Explanation => ({
  cause: `The method needs a key; the key ${keyId} exists but is in no usage plan.`,
  fix: 'Add the key to a usage plan that has this stage.',
});

export const explainPlanWithoutStage = (keyId: string, plans: readonly string[], stage: string): Explanation => ({
  cause:
    plans.length === 1
      ? `The method needs a key; the key ${keyId} exists but its plan ${plans[0]} has no stage ${stage}.`
      : `The method needs a key; the key ${keyId} exists but none of its plans (${listed(plans)}) has the stage ${stage}.`,
  fix: `Add the stage ${stage} to the usage plan, or the key to a plan that has it.`,
});

// ---- how often

export interface BucketFacts {
  /** "the stage’s limit on GET /pets" */
  readonly name: string;
  readonly rateLimit: number;
  readonly burstLimit: number;
  /** Where it is set. */
  readonly place: string;
}

export const explainThrottle = ({ name, rateLimit, burstLimit, place }: BucketFacts): Explanation => ({
  cause:
    burstLimit < 1
      ? `${capital(name)} lets nothing through: its burst is ${burstLimit}.`
      : `${capital(name)} is used up: ${rateLimit} requests a second, ${burstLimit} at once.`,
  fix: `Call less often and try again with a growing delay, or raise rate and burst in ${place}.`,
});

export interface QuotaFacts {
  readonly plan: string;
  readonly used: number;
  readonly limit: number;
  readonly period: QuotaPeriod;
  readonly resetsAtMs: number;
}

const PERIODS: Readonly<Record<QuotaPeriod, string>> = { DAY: 'day', WEEK: 'week', MONTH: 'month' };

export const explainQuota = ({ plan, used, limit, period, resetsAtMs }: QuotaFacts): Explanation => ({
  cause: `The quota of plan ${plan} is used up until ${utc(resetsAtMs)}: ${used} of ${limit} requests this ${PERIODS[period]}.`,
  fix: 'Wait until then, grant the key more requests on its page, or raise the plan’s quota.',
});

// ---- what was sent

export const explainParameters = (missing: string): Explanation => ({
  cause: `${missing.replace(/^Missing/, 'The request lacks')}.`,
  fix: `Send them with a value that is not blank, or take “required” off them in the method request. ${DEPLOY}`,
});

export const explainBody = (errors: string, model: string): Explanation => ({
  cause: `The body does not match ${model}: ${errors}.`,
  fix: `Correct the field in the body, or the model’s schema. ${DEPLOY}`,
});

export const explainBodyIsNotJson = (): Explanation => ({
  cause: 'The body is not JSON, and a template or mapping of the method reads it as JSON.',
  fix: 'Send valid JSON, or map without $input.path, $input.json and method.request.body.',
});

export const explainCoding = (coding: string): Explanation => ({
  cause: `The body can’t be decoded as its Content-Encoding says (${coding}).`,
  fix: 'Send it as gzip, deflate or without an encoding.',
});

export const explainMediaType = (type: string, behavior: string, types: readonly string[]): Explanation => ({
  cause:
    types.length === 0
      ? `There is no request template for ${type}, and the passthrough behavior ${behavior} refuses bodies without one.`
      : `There is no request template for ${type} (there is one for ${listed(types)}), and the passthrough behavior is ${behavior}.`,
  fix: `Send ${types[0] ?? 'a type that has a template'}, add a template for ${type}, or set the passthrough behavior to WHEN_NO_MATCH. ${DEPLOY}`,
});

export const explainTooLarge = (): Explanation => ({
  cause: 'The body is larger than 10 MB, also counted after it was decoded, or larger than the function takes.',
  fix: 'Send less at once, or let clients upload to a storage of their own.',
});

export const explainUri = (): Explanation => ({
  cause: 'Path and query are longer than 10,240 characters.',
  fix: 'Send long values in the body.',
});

export const explainHeaders = (): Explanation => ({
  cause: 'The request has more than 200 headers, or their names and values are longer than 10,240 bytes.',
  fix: 'Send fewer or shorter headers; cookies are the usual cause.',
});

export const explainBadRequest = (internal: string): Explanation => ({
  cause: internal === '' ? 'The request is malformed.' : internal,
  fix: 'Correct the request.',
});

// ---- what the backend did

export const explainTimeout = (what: string, timeoutMs: number): Explanation => ({
  cause: `${capital(what)} did not answer within ${timeoutMs} ms.`,
  fix: 'Make it faster, or raise the integration’s timeout (at most 29,000 ms).',
});

/** `internal`: what the connection said. */
export function explainUnreachable(what: string, internal: string): Explanation {
  for (const [code, cause, fix] of NETWORK) {
    if (internal.includes(code)) return { cause: `${capital(what)} ${cause} (${code}).`, fix };
  }
  return {
    cause: `${capital(what)} gave no answer: ${internal || 'the connection failed'}`,
    fix: 'Check the integration’s URI and whether the backend runs.',
  };
}

const NETWORK: readonly (readonly [code: string, cause: string, fix: string])[] = [
  ['ECONNREFUSED', 'refused the connection', 'Start the backend, or correct host and port in the integration’s URI.'],
  ['ENOTFOUND', 'has a name that does not exist', 'Correct the host in the integration’s URI or stage variable.'],
  ['EAI_AGAIN', 'has a name that could not be resolved', 'Check the DNS of the machine that the gateway runs on.'],
  ['ECONNRESET', 'closed the connection before it answered', 'Look into the backend’s log: it broke off.'],
  ['EPIPE', 'closed the connection while the request was sent', 'Look into the backend’s log: it broke off.'],
  ['ETIMEDOUT', 'could not be connected to in time', 'Check host, port and firewalls between gateway and backend.'],
  ['EHOSTUNREACH', 'can’t be reached over the network', 'Check host and routes between gateway and backend.'],
  ['ENETUNREACH', 'can’t be reached over the network', 'Check host and routes between gateway and backend.'],
  [
    'CERT_HAS_EXPIRED',
    'has a certificate that has expired',
    'Renew the certificate; skipping verification would not help.',
  ],
  [
    'SELF_SIGNED_CERT',
    'has a certificate of an issuer that nobody here knows',
    'Give it a certificate of a known issuer, or set tlsConfig.insecureSkipVerification on the integration.',
  ],
  [
    'UNABLE_TO_VERIFY',
    'has a certificate of an issuer that nobody here knows',
    'Have it send the whole chain, or set tlsConfig.insecureSkipVerification on the integration.',
  ],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'has a certificate for another name',
    'Call it by the name that its certificate is for.',
  ],
];

export const explainBlockedAddress = (internal: string): Explanation => ({
  cause: `The address guard blocked the backend: ${internal}`,
  fix: 'Use a public address, or have the operator allow this one in GATEHOUSE_ALLOW_PRIVATE_BACKENDS.',
});

export const explainFunctionError = (internal: string): Explanation => ({
  cause: internal.replace(/ Lambda request id: .*$/, ''),
  fix: 'Look into the function’s log on its page: the handler threw, ended or took too long.',
});

export const explainMalformedProxyResponse = (): Explanation => ({
  cause: 'The function answered something that a proxy integration can’t use.',
  fix: 'Return { statusCode, headers, body } with a whole-number statusCode and body as text (JSON.stringify it).',
});

export const explainPermission = (): Explanation => ({
  cause: 'The function does not exist, or its resource policy does not let this API invoke it.',
  fix: 'Check the function’s name in the integration, and add a permission for this API on the function’s page.',
});

/** `internal` ends with the role's ARN. */
export const explainNoRole = (internal: string): Explanation => ({
  cause: `The account has no service role named in ${internal.replace(/^.* /, '')}: only the name after the last slash counts.`,
  fix: 'Create the service role under Settings, or choose another one in the integration request. No deployment is needed for a new role.',
});

export const explainRoleServices = (internal: string): Explanation => ({
  cause: internal.replace(/: .*$/, '.'),
  fix: 'Add the service, and the region if the role names regions, to the role under Settings. It takes effect at once.',
});

export const explainFunctionThrottled = (): Explanation => ({
  cause: 'The function is at its limit: reserved concurrency is used up, or no process is free.',
  fix: 'Raise its reserved concurrency, or GATEHOUSE_FUNCTION_PROCESSES.',
});

// ---- what the owner has to change

/** `internal` ends with "(line n, column m)". */
export const explainTemplate = (which: string, internal: string): Explanation => ({
  cause: `The ${which} template could not be rendered: ${internal}`,
  fix: `Correct the template at that place. ${DEPLOY}`,
});

export const explainSelection = (selectedBy: string, patterns: readonly string[]): Explanation => ({
  cause:
    patterns.length === 0
      ? `The method has no integration response, so nothing answers ${selectedBy}.`
      : `None of the selection patterns (${patterns.join(', ')}) matches ${selectedBy}, and there is no default.`,
  fix: `Add an integration response whose pattern matches, or one with an empty pattern as the default. ${DEPLOY}`,
});

export const explainMethodResponse = (status: number): Explanation => ({
  cause: `The integration response maps to status ${status}, which the method response does not declare.`,
  fix: `Add the status ${status} to the method response. ${DEPLOY}`,
});

export const explainMockStatus = (): Explanation => ({
  cause: 'The MOCK integration’s request template gave no statusCode.',
  fix: `Have it render JSON such as {"statusCode": 200} for the Content-Type that was sent. ${DEPLOY}`,
});

export const explainBase64 = (internal: string): Explanation => ({
  cause: internal,
  fix: `Send Base64, or change contentHandling and binaryMediaTypes. ${DEPLOY}`,
});

export const explainResponseTooLarge = (): Explanation => ({
  cause: 'The backend’s answer is larger than 10 MB, which is the most that can be mapped or converted.',
  fix: 'Have the backend answer less at once, or use HTTP_PROXY without mappings, which passes any size on.',
});

export const explainConfiguration = (internal: string): Explanation => ({
  cause: `The method can’t answer this request as it is configured: ${internal}`,
  fix: `Correct the integration. ${DEPLOY}`,
});

export const explainPlatform = (requestId: string): Explanation => ({
  cause: 'The request failed inside the gateway: a defect of Gatehouse, not of the API.',
  fix: `The gateway’s log holds the stack under request id ${requestId}; please report it.`,
});

/** What the gateway can't find out more about. */
export const explainType = (type: GatewayResponseType, message: string): Explanation => BY_TYPE[type](message);

const fixed = (cause: string, fix: string) => (): Explanation => ({ cause, fix });

/** For every type there is. Those that say "authorizer" or "signature" wait for who produces them. */
const BY_TYPE: Readonly<Record<GatewayResponseType, (message: string) => Explanation>> = {
  ACCESS_DENIED: (message) => ({
    cause: `The caller may not do this: ${message}.`,
    fix: 'Check the policy, or for Cache-Control: max-age=0 the stage’s rule of who may invalidate its cache.',
  }),
  API_CONFIGURATION_ERROR: explainConfiguration,
  AUTHORIZER_CONFIGURATION_ERROR: (message) => ({
    cause: message || 'The authorizer can’t be invoked, or answered what is no policy.',
    fix: 'Check the authorizer’s function, its permissions, and what it returns: principalId, policyDocument, and context of texts, numbers and booleans.',
  }),
  AUTHORIZER_FAILURE: (message) => ({
    cause: message || 'The authorizer failed.',
    fix: 'Look into the log of the authorizer’s function. To refuse a caller it throws “Unauthorized” or answers with a Deny.',
  }),
  BAD_REQUEST_BODY: (message) => explainBody(message, 'the method’s model'),
  BAD_REQUEST_PARAMETERS: explainParameters,
  DEFAULT_4XX: explainBadRequest,
  DEFAULT_5XX: (message) => ({ cause: message, fix: 'Look into the gateway’s log.' }),
  EXPIRED_TOKEN: fixed('The token of the request has expired.', 'Sign in again and send a new token.'),
  INTEGRATION_FAILURE: (message) => explainUnreachable('the backend', message),
  INTEGRATION_TIMEOUT: fixed(
    'The backend did not answer in time.',
    'Make it faster, or raise the integration’s timeout.',
  ),
  INVALID_API_KEY: explainKeyUnknown,
  INVALID_SIGNATURE: fixed(
    'The request’s signature does not match.',
    'Sign with the right credentials, region and service.',
  ),
  MISSING_AUTHENTICATION_TOKEN: fixed('No method answers this path.', 'Check path and verb.'),
  QUOTA_EXCEEDED: fixed(
    'The quota of the key’s usage plan is used up.',
    'Wait for the next period, or raise the quota.',
  ),
  REQUEST_TOO_LARGE: explainTooLarge,
  RESOURCE_NOT_FOUND: fixed('The resource was not found.', 'Check the path.'),
  THROTTLED: fixed('A request limit is used up.', 'Call less often, or raise the limit.'),
  UNAUTHORIZED: fixed(
    'The request lacks what the authorizer asks for.',
    'Send the token where the authorizer looks for it.',
  ),
  UNSUPPORTED_MEDIA_TYPE: fixed('The body’s type is not supported.', 'Send a type that has a template.'),
  WAF_FILTERED: fixed('A firewall rule refused the request.', 'Look into the firewall’s rules.'),
};

function listed(names: readonly string[], word: 'and' | 'or' = 'and'): string {
  if (names.length <= 1) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const utc = (epochMs: number): string => `${new Date(epochMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
