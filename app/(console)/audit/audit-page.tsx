'use client';

import { useQueryStates } from 'nuqs';
import { AuditList } from '@/components/audit/audit-list';
import { AUDIT_TARGETS } from '@/components/audit/audit-text';
import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { PageBody } from '@/components/layout/page-body';
import { PageHeader } from '@/components/ui/page-header';
import { SimpleSelect } from '@/components/ui/select';
import { useDebounced } from '@/lib/client/use-debounced';
import { auditSearchParams, toAuditFilter } from './search-params';

const EVERYTHING = 'everything';

export function AuditPage() {
  const [search, setSearch] = useQueryStates(auditSearchParams);
  return (
    <PageBody>
      <PageBreadcrumbs items={[{ label: 'Audit log' }]} />
      <PageHeader
        title="Audit log"
        description="Every change to this account, written together with the change itself. Values of keys and passwords are never in it."
      />
      <AuditList
        filter={toAuditFilter(useDebounced(search))}
        emptyText={search.type ? 'Nothing of this kind has been changed' : 'Nothing has been changed yet'}
        search={{
          placeholder: 'Search by person, thing or change',
          value: search.q,
          onChange: (q) => void setSearch({ q: q || null }),
          server: true,
        }}
        toolbar={
          <SimpleSelect
            aria-label="Kind"
            className="w-44"
            value={search.type || EVERYTHING}
            onValueChange={(type) => void setSearch({ type: type === EVERYTHING ? null : type })}
            options={[
              { value: EVERYTHING, label: 'Everything' },
              ...Object.entries(AUDIT_TARGETS).map(([value, label]) => ({ value, label })),
            ]}
          />
        }
      />
    </PageBody>
  );
}
