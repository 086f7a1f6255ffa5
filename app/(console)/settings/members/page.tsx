import type { Metadata } from 'next';
import { memberKeys } from '@/lib/client/members';
import { listMembers } from '@/lib/control/member/list';
import { Prefetch } from '@/lib/server/prefetch';
import { MembersTable } from './members-table';

export const metadata: Metadata = { title: 'Members' };

export default function Page() {
  return (
    <Prefetch queries={[{ queryKey: memberKeys.list(), run: listMembers }]}>
      <MembersTable />
    </Prefetch>
  );
}
