import type { Metadata } from 'next';
import { userPoolKeys } from '@/lib/client/user-pools';
import { getUserPool } from '@/lib/control/user-pool/pools';
import { listUserPoolUsers } from '@/lib/control/user-pool/users';
import { Prefetch } from '@/lib/server/prefetch';
import { readOrNull } from '@/lib/server/read';
import { UserPoolPage } from './user-pool-page';

type Props = Readonly<{ params: Promise<{ userPoolId: string }> }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const pool = await readOrNull(getUserPool, await params);
  return { title: pool?.name ?? 'User pool' };
}

export default async function Page({ params }: Props) {
  const { userPoolId } = await params;
  return (
    <Prefetch
      queries={[
        { queryKey: userPoolKeys.detail(userPoolId), run: (ctx) => getUserPool(ctx, { userPoolId }), required: true },
        { queryKey: userPoolKeys.users(userPoolId, ''), run: (ctx) => listUserPoolUsers(ctx, { userPoolId }) },
      ]}
    >
      <UserPoolPage userPoolId={userPoolId} />
    </Prefetch>
  );
}
