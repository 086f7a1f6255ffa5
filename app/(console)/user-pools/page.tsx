import type { Metadata } from 'next';
import { userPoolKeys } from '@/lib/client/user-pools';
import { listUserPools } from '@/lib/control/user-pool/pools';
import { Prefetch } from '@/lib/server/prefetch';
import { UserPoolsPage } from './user-pools-page';

export const metadata: Metadata = { title: 'User pools' };

export default function Page() {
  return (
    <Prefetch queries={[{ queryKey: userPoolKeys.list(), run: listUserPools }]}>
      <UserPoolsPage />
    </Prefetch>
  );
}
