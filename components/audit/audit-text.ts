import { routes } from '@/lib/client/routes';
import type { AuditEvent } from '@/lib/contract/account';

/** Kinds of things that the log speaks of, as people call them. */
export const AUDIT_TARGETS = {
  'rest-api': 'REST API',
  resource: 'Resource',
  method: 'Method',
  deployment: 'Deployment',
  stage: 'Stage',
  model: 'Model',
  'request-validator': 'Request validator',
  'gateway-response': 'Gateway response',
  'template-case': 'Template case',
  'domain-name': 'Custom domain name',
  'api-key': 'API key',
  'usage-plan': 'Usage plan',
  product: 'Product',
  subscription: 'Subscription',
  member: 'Member',
  user: 'User',
  account: 'Account',
} as const;
export type AuditTarget = keyof typeof AUDIT_TARGETS;

export function targetText(type: string): string {
  return type in AUDIT_TARGETS ? AUDIT_TARGETS[type as AuditTarget] : type;
}

const verbs: Readonly<Record<string, string>> = {
  create: 'created',
  update: 'changed',
  delete: 'deleted',
  import: 'imported',
  reveal: 'revealed the value of',
  issue: 'took a new value of',
  rotate: 'rotated',
  add: 'added',
  remove: 'removed',
  put: 'customised',
  reset: 'reset',
  'set-up': 'set up',
  'enable-cors': 'enabled CORS on',
  'flush-cache': 'flushed the cache of',
  'flush-authorizers-cache': 'flushed the authorizers’ cache of',
  'create-canary': 'gave a canary to',
  'update-canary': 'changed the canary of',
  'promote-canary': 'promoted the canary of',
  'remove-canary': 'removed the canary of',
  'create-mapping': 'added a mapping to',
  'update-mapping': 'changed a mapping of',
  'delete-mapping': 'removed a mapping from',
  'add-key': 'added a key to',
  'remove-key': 'removed a key from',
  'change-password': 'changed the password of',
  approve: 'approved',
  reject: 'rejected',
  revoke: 'revoked',
  cancel: 'cancelled',
  disable: 'disabled',
  enable: 'enabled',
  publish: 'published',
  unpublish: 'unpublished',
};

/** Actions whose verb alone would say something else. */
const whole: Readonly<Record<string, string>> = {
  'account.set-up': 'set up this installation as',
  'demo.remove': 'removed the demo data of',
  'subscription.create': 'subscribed as',
  'api-key.import': 'imported a file of',
  'user.enable-totp': 'set up an authenticator app as',
  'user.disable-totp': 'turned off the authenticator app of',
  'user.renew-recovery-codes': 'made new recovery codes of',
};

/** "api-key.rotate" → "rotated". An action without a word of its own is shown as it is. */
export function actionText(action: string): string {
  const own = whole[action];
  if (own) return own;
  const verb = action.slice(action.indexOf('.') + 1);
  return verbs[verb] ?? verb.replaceAll('-', ' ');
}

/** Where the thing can be seen, if it has a page and can still be there. */
export function targetHref(event: Pick<AuditEvent, 'targetType' | 'targetId' | 'action'>): string | null {
  if (event.action.endsWith('.delete') || event.targetId === '*') return null;
  if (event.targetType === 'api-key') return routes.key(event.targetId);
  if (event.targetType === 'usage-plan') return routes.plan(event.targetId);
  if (event.targetType === 'rest-api') return routes.api(event.targetId).overview();
  if (event.targetType === 'product') return routes.products();
  if (event.targetType === 'subscription') return routes.subscriptions();
  return event.targetType === 'member' ? routes.settings.members() : null;
}
