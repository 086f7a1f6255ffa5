/** Every link of the product is built here, so that a page can move without a search through strings. */

export type PathSegment = string | number;

const enc = (segment: PathSegment) => encodeURIComponent(String(segment));

export type QueryValue = string | number | boolean | null | undefined;

/** Adds query parameters; empty ones are left out. */
export function withQuery(path: string, query: Readonly<Record<string, QueryValue>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}

export const routes = {
  home: () => '/',
  signIn: (query: { callbackUrl?: string } = {}) => withQuery('/sign-in', query),

  apis: (query: { create?: boolean } = {}) => withQuery('/apis', query),
  api: (apiId: PathSegment) => {
    const base = `/apis/${enc(apiId)}`;
    return {
      overview: () => base,
      resources: (query: { resource?: string; method?: string; step?: string; tab?: string; trace?: string } = {}) =>
        withQuery(`${base}/resources`, query),
      templates: (
        query: {
          resource?: string;
          method?: string;
          direction?: string;
          status?: string | null;
          key?: string;
          case?: string;
        } = {},
      ) => withQuery(`${base}/resources/templates`, query),
      stages: () => `${base}/stages`,
      stage: (stageName: PathSegment) => `${base}/stages/${enc(stageName)}`,
      deployments: (query: { from?: string; to?: string } = {}) => withQuery(`${base}/deployments`, query),
      dashboard: (query: { stage?: string; range?: string } = {}) => withQuery(`${base}/dashboard`, query),
      logs: (query: { stage?: string; log?: string; request?: string } = {}) => withQuery(`${base}/logs`, query),
      traces: (query: { stage?: string; search?: string } = {}) => withQuery(`${base}/traces`, query),
      trace: (traceId: PathSegment) => `${base}/traces/${enc(traceId)}`,
      models: (query: { model?: string } = {}) => withQuery(`${base}/models`, query),
      authorizers: (query: { authorizer?: string } = {}) => withQuery(`${base}/authorizers`, query),
      access: () => `${base}/access`,
      gatewayResponses: (query: { type?: string } = {}) => withQuery(`${base}/gateway-responses`, query),
      settings: () => `${base}/settings`,
    };
  },

  functions: (query: { create?: boolean } = {}) => withQuery('/functions', query),
  function: (functionName: PathSegment, query: { tab?: string } = {}) =>
    withQuery(`/functions/${enc(functionName)}`, query),

  userPools: (query: { create?: boolean } = {}) => withQuery('/user-pools', query),
  userPool: (userPoolId: PathSegment, query: { tab?: string } = {}) =>
    withQuery(`/user-pools/${enc(userPoolId)}`, query),
  /** For user pools' applications: no page of the console. */
  cognitoIdp: () => '/cognito-idp',

  /** Users, groups, roles and policies; `name`: the one that is open. */
  iam: (query: { tab?: string; name?: string } = {}) => withQuery('/iam', query),

  domains: () => '/domains',
  domain: (domainName: PathSegment) => `/domains/${enc(domainName)}`,

  keys: () => '/keys',
  key: (keyId: PathSegment) => `/keys/${enc(keyId)}`,
  plans: () => '/plans',
  plan: (planId: PathSegment) => `/plans/${enc(planId)}`,
  products: () => '/products',
  subscriptions: () => '/subscriptions',
  audit: () => '/audit',
  settings: {
    index: () => '/settings',
    members: () => '/settings/members',
    serviceRoles: (query: { create?: boolean } = {}) => withQuery('/settings/service-roles', query),
    gateway: () => '/settings/gateway',
    demoData: () => '/settings/demo-data',
  },

  portal: {
    home: () => '/portal',
    signIn: (query: { callbackUrl?: string } = {}) => withQuery('/portal/sign-in', query),
    signUp: (query: { callbackUrl?: string } = {}) => withQuery('/portal/sign-up', query),
    product: (productId: PathSegment) => `/portal/products/${enc(productId)}`,
    subscriptions: () => '/portal/subscriptions',
    subscription: (subscriptionId: PathSegment) => `/portal/subscriptions/${enc(subscriptionId)}`,
    account: () => '/portal/account',
  },
} as const;
