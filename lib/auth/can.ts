import type { Role } from '@/lib/contract/account';

/** Who acts. Accounts come from the session's row, never from what a client sends. */
export type Actor =
  | {
      readonly kind: 'member';
      readonly userId: string;
      readonly name: string;
      readonly email: string;
      readonly sessionId: string;
      readonly accountId: string;
      readonly role: Role;
      /** The account asks its owners for an authenticator app, and this one has none yet: they may do nothing else. */
      readonly needsTotp?: boolean;
    }
  | {
      readonly kind: 'consumer';
      readonly userId: string;
      readonly name: string;
      readonly email: string;
      readonly sessionId: string;
    }
  | { readonly kind: 'system'; readonly name: string; readonly accountId: string }
  | { readonly kind: 'anonymous' };

/** `resource:action`. Viewers read; admins also change; owners also manage people and the account. */
export const SCOPES = {
  'rest-api:read': 'viewer',
  'rest-api:write': 'admin',
  'rest-api:deploy': 'admin',
  'rest-api:test': 'admin',
  'function:read': 'viewer',
  'function:write': 'admin',
  'function:reveal': 'admin',
  'function:invoke': 'admin',
  'service-role:read': 'viewer',
  'service-role:write': 'admin',
  'user-pool:read': 'viewer',
  'user-pool:write': 'admin',
  'user-pool:reveal': 'admin',
  'domain-name:read': 'viewer',
  'domain-name:write': 'admin',
  'iam:read': 'viewer',
  'iam:write': 'admin',
  'api-key:read': 'viewer',
  'api-key:reveal': 'admin',
  'api-key:write': 'admin',
  'usage-plan:read': 'viewer',
  'usage-plan:write': 'admin',
  'metrics:read': 'viewer',
  'trace:read': 'viewer',
  'trace:mint': 'admin',
  'product:read': 'viewer',
  'product:write': 'admin',
  'subscription:read': 'viewer',
  'subscription:decide': 'admin',
  'gateway:read': 'viewer',
  'audit:read': 'viewer',
  'member:read': 'viewer',
  'member:write': 'owner',
  'demo:remove': 'owner',
  'portal:use': 'consumer',
} as const satisfies Record<string, Role | 'consumer'>;
export type Scope = keyof typeof SCOPES;

const WEIGHT: Record<Role, number> = { viewer: 1, admin: 2, owner: 3 };

/** One rule for server and browser: may this actor do this in its own account? Targets of other accounts are not found at all. */
export function can(actor: Actor, scope: Scope): boolean {
  const needed = SCOPES[scope];
  if (actor.kind === 'anonymous') return false;
  // Every signed-in person may use the portal: owners try their own products there.
  if (needed === 'consumer') return actor.kind === 'consumer' || actor.kind === 'member';
  if (actor.kind === 'system') return true;
  return actor.kind === 'member' && WEIGHT[actor.role] >= WEIGHT[needed];
}
