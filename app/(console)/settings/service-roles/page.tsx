import type { Metadata } from 'next';
import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { serviceRoleKeys } from '@/lib/client/service-roles';
import { listServiceRoles } from '@/lib/control/service-role/list';
import { Prefetch } from '@/lib/server/prefetch';
import { ServiceRolesPage } from './service-roles-page';

export const metadata: Metadata = { title: 'Service roles' };

export default function Page() {
  return (
    <Prefetch queries={[{ queryKey: serviceRoleKeys.list(), run: listServiceRoles }]}>
      <PageBreadcrumbs items={[{ label: 'Settings' }, { label: 'Service roles' }]} />
      <ServiceRolesPage />
    </Prefetch>
  );
}
