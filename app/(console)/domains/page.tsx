import type { Metadata } from 'next';
import { domainNameKeys } from '@/lib/client/domain-names';
import { listDomainNames } from '@/lib/control/domain-name/list';
import { Prefetch } from '@/lib/server/prefetch';
import { DomainsPage } from './domains-page';

export const metadata: Metadata = { title: 'Custom domain names' };

export default function Page() {
  return (
    <Prefetch queries={[{ queryKey: domainNameKeys.list(), run: listDomainNames }]}>
      <DomainsPage />
    </Prefetch>
  );
}
