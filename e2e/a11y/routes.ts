/** Ids of what the pages are about. */
export interface Seen {
  readonly apiId: string;
  readonly resourceId: string;
  readonly keyId: string;
  readonly planId: string;
  readonly productId: string;
  readonly subscriptionId: string;
  readonly traceId: string;
  readonly userPoolId: string;
}

export interface RouteUnderTest {
  /** As the app router names it; routes.spec.ts checks that none is missing. */
  readonly route: string;
  readonly who: 'visitor' | 'owner' | 'consumer';
  readonly path: (ids: Seen) => string;
  /** A text that is there once the page has its data. */
  readonly ready: string | RegExp;
}

export const ROUTES: readonly RouteUnderTest[] = [
  { route: '/sign-in', who: 'visitor', path: () => '/sign-in', ready: 'Sign in to Gatehouse' },
  { route: '/portal', who: 'visitor', path: () => '/portal', ready: 'APIs you can call in a minute' },
  {
    route: '/portal/sign-in',
    who: 'visitor',
    path: () => '/portal/sign-in',
    ready: 'Sign in to the developer portal',
  },
  { route: '/portal/sign-up', who: 'visitor', path: () => '/portal/sign-up', ready: 'For people who call APIs' },

  { route: '/apis', who: 'owner', path: () => '/apis', ready: 'Seen API' },
  { route: '/iam', who: 'owner', path: () => '/iam', ready: 'Create your first user' },
  {
    route: '/apis/[apiId]/resources',
    who: 'owner',
    path: ({ apiId }) => `/apis/${apiId}/resources`,
    ready: 'Resources',
  },
  {
    route: '/apis/[apiId]/resources/templates',
    who: 'owner',
    path: ({ apiId, resourceId }) => `/apis/${apiId}/resources/templates?resource=${resourceId}&method=GET`,
    ready: 'The mock answers with 200',
  },
  { route: '/apis/[apiId]/stages', who: 'owner', path: ({ apiId }) => `/apis/${apiId}/stages`, ready: 'prod' },
  {
    route: '/apis/[apiId]/stages/[stageName]',
    who: 'owner',
    path: ({ apiId }) => `/apis/${apiId}/stages/prod`,
    ready: 'Stage variables',
  },
  {
    route: '/apis/[apiId]/deployments',
    who: 'owner',
    path: ({ apiId }) => `/apis/${apiId}/deployments`,
    ready: 'prod',
  },
  {
    route: '/apis/[apiId]/authorizers',
    who: 'owner',
    path: ({ apiId }) => `/apis/${apiId}/authorizers`,
    ready: 'No authorizers yet',
  },
  {
    route: '/apis/[apiId]/access',
    who: 'owner',
    path: ({ apiId }) => `/apis/${apiId}/access`,
    ready: 'Nothing asked yet',
  },
  { route: '/apis/[apiId]/models', who: 'owner', path: ({ apiId }) => `/apis/${apiId}/models`, ready: 'Empty' },
  {
    route: '/apis/[apiId]/gateway-responses',
    who: 'owner',
    path: ({ apiId }) => `/apis/${apiId}/gateway-responses`,
    ready: 'QUOTA_EXCEEDED',
  },
  {
    route: '/apis/[apiId]/dashboard',
    who: 'owner',
    path: ({ apiId }) => `/apis/${apiId}/dashboard`,
    ready: 'Busiest routes',
  },
  {
    route: '/apis/[apiId]/logs',
    who: 'owner',
    path: ({ apiId }) => `/apis/${apiId}/logs`,
    ready: 'The execution log is off',
  },
  {
    route: '/apis/[apiId]/traces',
    who: 'owner',
    path: ({ apiId }) => `/apis/${apiId}/traces`,
    ready: '/petz',
  },
  {
    route: '/apis/[apiId]/traces/[traceId]',
    who: 'owner',
    path: ({ apiId, traceId }) => `/apis/${apiId}/traces/${traceId}`,
    ready: 'match-route',
  },
  { route: '/apis/[apiId]/settings', who: 'owner', path: ({ apiId }) => `/apis/${apiId}/settings`, ready: 'Delete' },
  { route: '/functions', who: 'owner', path: () => '/functions', ready: 'seen-function' },
  {
    route: '/functions/[functionName]',
    who: 'owner',
    path: () => '/functions/seen-function',
    ready: 'Upload a zip',
  },
  {
    route: '/functions/[functionName]',
    who: 'owner',
    path: () => '/functions/seen-function?tab=test',
    ready: 'Version or alias',
  },
  {
    route: '/functions/[functionName]',
    who: 'owner',
    path: () => '/functions/seen-function?tab=configuration',
    ready: 'Save settings',
  },
  {
    route: '/functions/[functionName]',
    who: 'owner',
    path: () => '/functions/seen-function?tab=versions',
    ready: 'Publish version',
  },
  {
    route: '/functions/[functionName]',
    who: 'owner',
    path: () => '/functions/seen-function?tab=permissions',
    ready: 'Add permission',
  },
  {
    route: '/functions/[functionName]',
    who: 'owner',
    path: () => '/functions/seen-function?tab=logs',
    ready: 'Live',
  },
  { route: '/user-pools', who: 'owner', path: () => '/user-pools', ready: 'Seen pool' },
  {
    route: '/user-pools/[userPoolId]',
    who: 'owner',
    path: ({ userPoolId }) => `/user-pools/${userPoolId}`,
    ready: 'No users yet',
  },
  { route: '/domains', who: 'owner', path: () => '/domains', ready: 'No certificate' },
  {
    route: '/domains/[domainName]',
    who: 'owner',
    path: ({ apiId }) => `/domains/${apiId}.example.com`,
    ready: 'Base path mappings',
  },
  { route: '/keys', who: 'owner', path: () => '/keys', ready: 'seen key' },
  { route: '/keys/[keyId]', who: 'owner', path: ({ keyId }) => `/keys/${keyId}`, ready: 'Danger zone' },
  { route: '/plans', who: 'owner', path: () => '/plans', ready: 'Seen plan' },
  { route: '/plans/[planId]', who: 'owner', path: ({ planId }) => `/plans/${planId}`, ready: 'seen key' },
  { route: '/products', who: 'owner', path: () => '/products', ready: 'Published' },
  { route: '/subscriptions', who: 'owner', path: () => '/subscriptions', ready: 'Active' },
  { route: '/audit', who: 'owner', path: () => '/audit', ready: 'seen key' },
  { route: '/settings', who: 'owner', path: () => '/settings', ready: 'This browser' },
  { route: '/settings/members', who: 'owner', path: () => '/settings/members', ready: /^Members of/ },
  {
    route: '/settings/service-roles',
    who: 'owner',
    path: () => '/settings/service-roles',
    ready: 'seen-role',
  },
  { route: '/settings/gateway', who: 'owner', path: () => '/settings/gateway', ready: 'Ready' },
  { route: '/settings/demo-data', who: 'owner', path: () => '/settings/demo-data', ready: 'No demo data' },

  { route: '/portal', who: 'consumer', path: () => '/portal', ready: 'Catalogue' },
  {
    route: '/portal/products/[productId]',
    who: 'consumer',
    path: ({ productId }) => `/portal/products/${productId}`,
    ready: 'Operations',
  },
  { route: '/portal/subscriptions', who: 'consumer', path: () => '/portal/subscriptions', ready: 'Seen plan' },
  {
    route: '/portal/subscriptions/[subscriptionId]',
    who: 'consumer',
    path: ({ subscriptionId }) => `/portal/subscriptions/${subscriptionId}`,
    ready: 'Call it',
  },
  { route: '/portal/account', who: 'consumer', path: () => '/portal/account', ready: 'This browser' },
];

/** Pages without anything to see. */
export const REDIRECTS: readonly string[] = ['/'];
