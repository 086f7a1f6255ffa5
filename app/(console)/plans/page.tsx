import type { Metadata } from 'next';
import { usagePlanKeys } from '@/lib/client/usage-plans';
import { listUsagePlans } from '@/lib/control/usage-plan/list';
import { Prefetch } from '@/lib/server/prefetch';
import { PlansPage } from './plans-page';

export const metadata: Metadata = { title: 'Usage plans' };

export default function Page() {
  return (
    <Prefetch queries={[{ queryKey: usagePlanKeys.list(), run: (ctx) => listUsagePlans(ctx) }]}>
      <PlansPage />
    </Prefetch>
  );
}
