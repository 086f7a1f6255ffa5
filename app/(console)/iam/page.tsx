import type { Metadata } from 'next';
import { iamKeys } from '@/lib/client/iam';
import { listIam } from '@/lib/control/iam/list';
import { Prefetch } from '@/lib/server/prefetch';
import { IamPage } from './iam-page';

export const metadata: Metadata = { title: 'IAM' };

export default function Page() {
  return (
    <Prefetch queries={[{ queryKey: iamKeys.overview(), run: listIam }]}>
      <IamPage />
    </Prefetch>
  );
}
