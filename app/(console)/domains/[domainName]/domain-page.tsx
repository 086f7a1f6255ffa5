'use client';

import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { PageBody } from '@/components/layout/page-body';
import { CopyButton } from '@/components/ui/copy-button';
import { PageHeader } from '@/components/ui/page-header';
import { QueryError } from '@/components/ui/query-error';
import { Skeleton } from '@/components/ui/skeleton';
import { useDomainName } from '@/lib/client/domain-names';
import { useCan } from '@/lib/client/member';
import { routes } from '@/lib/client/routes';
import type { DomainName } from '@/lib/contract/domain-name';
import { CertificateCard } from './certificate-card';
import { DeleteDomain } from './delete-domain';
import { MappingsCard } from './mappings-card';
import { TlsCard } from './tls-card';
import { TrustStoreCard } from './trust-store-card';

export function DomainPage({ domainName }: Readonly<{ domainName: string }>) {
  const domain = useDomainName(domainName);
  return (
    <PageBody>
      <PageBreadcrumbs items={[{ label: 'Custom domain names', href: routes.domains() }, { label: domainName }]} />
      {domain.data ? (
        <Loaded domain={domain.data} />
      ) : domain.isError ? (
        <QueryError title="The domain name could not be loaded" query={domain} />
      ) : (
        <Skeleton className="h-64 w-full" />
      )}
    </PageBody>
  );
}

function Loaded({ domain }: Readonly<{ domain: DomainName }>) {
  const mayWrite = useCan('domain-name:write');
  return (
    <>
      <PageHeader
        title={domain.domainName}
        description={
          <span className="flex min-w-0 items-center gap-0.5">
            <code className="min-w-0 font-mono text-xs break-all">{domain.url}</code>
            <CopyButton value={domain.url} label="Copy URL" size="icon-xs" />
          </span>
        }
      />
      <div className="flex flex-col gap-6">
        <MappingsCard domain={domain} readOnly={!mayWrite} />
        <CertificateCard domain={domain} readOnly={!mayWrite} />
        <TlsCard domain={domain} readOnly={!mayWrite} />
        <TrustStoreCard domain={domain} readOnly={!mayWrite} />
        {mayWrite ? <DeleteDomain domain={domain} /> : null}
      </div>
    </>
  );
}
