'use client';

import { createContext, type ReactNode, use } from 'react';
import { type Actor, can, type Scope } from '@/lib/auth/can';
import type { CurrentUser } from '@/lib/contract/account';

/** Who is signed in to the console: a person with an account. */
export type Member = CurrentUser & { readonly account: NonNullable<CurrentUser['account']> };

const MemberContext = createContext<Member | null>(null);

export function MemberProvider({ member, children }: Readonly<{ member: Member; children: ReactNode }>) {
  return <MemberContext value={member}>{children}</MemberContext>;
}

export function useMember(): Member {
  const member = use(MemberContext);
  if (!member) throw new Error('useMember belongs inside the console’s layout');
  return member;
}

/** The same rule the verbs apply, so that a button which would be refused is not offered. */
export function useCan(scope: Scope): boolean {
  const member = useMember();
  const actor: Actor = {
    kind: 'member',
    userId: member.userId,
    name: member.name,
    email: member.email,
    sessionId: '',
    accountId: member.account.id,
    role: member.account.role,
  };
  return can(actor, scope);
}
