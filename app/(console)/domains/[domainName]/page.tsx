import type { Metadata } from 'next';
import { domainNameKeys } from '@/lib/client/domain-names';
import { restApiKeys } from '@/lib/client/rest-apis';
import { getDomainName } from '@/lib/control/domain-name/get';
import { listRestApis } from '@/lib/control/rest-api/list';
import { Prefetch } from '@/lib/server/prefetch';
import { DomainPage } from './domain-page';

type Props = Readonly<{ params: Promise<{ domainName: string }> }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).domainName) };
}

export default async function Page({ params }: Props) {
  const domainName = decodeURIComponent((await params).domainName);
  return (
    <Prefetch
      queries={[
        {
          queryKey: domainNameKeys.detail(domainName),
          run: (ctx) => getDomainName(ctx, { domainName }),
          required: true,
        },
        { queryKey: restApiKeys.list(), run: (ctx) => listRestApis(ctx, {}) },
      ]}
    >
      <DomainPage domainName={domainName} />
    </Prefetch>
  );
}
