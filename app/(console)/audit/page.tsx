import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { auditKeys } from '@/lib/client/audit';
import { listAudit } from '@/lib/control/audit/list';
import { Prefetch } from '@/lib/server/prefetch';
import { AuditPage } from './audit-page';
import { loadAuditSearch, toAuditFilter } from './search-params';

export const metadata: Metadata = { title: 'Audit log' };

export default async function Page({ searchParams }: Readonly<{ searchParams: Promise<SearchParams> }>) {
  const filter = toAuditFilter(await loadAuditSearch(searchParams));
  return (
    <Prefetch queries={[{ queryKey: auditKeys.list(filter), run: (ctx) => listAudit(ctx, filter), infinite: true }]}>
      <AuditPage />
    </Prefetch>
  );
}
