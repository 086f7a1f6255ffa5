import type { Metadata } from 'next';
import { memberKeys } from '@/lib/client/members';
import { getSignInRule } from '@/lib/control/account/sign-in-rule';
import { listMembers } from '@/lib/control/member/list';
import { Prefetch } from '@/lib/server/prefetch';
import { readOrNull } from '@/lib/server/read';
import { MembersTable } from './members-table';
import { SignInRuleCard } from './sign-in-rule-card';

export const metadata: Metadata = { title: 'Members' };

export default async function Page() {
  const rule = await readOrNull(getSignInRule, {});
  return (
    <Prefetch queries={[{ queryKey: memberKeys.list(), run: listMembers }]}>
      <MembersTable />
      {rule ? <SignInRuleCard ownersNeedTotp={rule.ownersNeedTotp} /> : null}
    </Prefetch>
  );
}
