import type { Metadata } from 'next';
import { demoKeys } from '@/lib/client/demo';
import { getDemoData } from '@/lib/control/demo/get';
import { Prefetch } from '@/lib/server/prefetch';
import { DemoDataPage } from './demo-data-page';

export const metadata: Metadata = { title: 'Demo data' };

export default function Page() {
  return (
    <Prefetch queries={[{ queryKey: demoKeys.status(), run: getDemoData }]}>
      <DemoDataPage />
    </Prefetch>
  );
}
