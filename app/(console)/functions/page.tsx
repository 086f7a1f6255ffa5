import type { Metadata } from 'next';
import { functionKeys } from '@/lib/client/functions';
import { listFunctions } from '@/lib/control/function/list';
import { Prefetch } from '@/lib/server/prefetch';
import { FunctionsPage } from './functions-page';

export const metadata: Metadata = { title: 'Functions' };

export default function Page() {
  return (
    <Prefetch queries={[{ queryKey: functionKeys.list(), run: (ctx) => listFunctions(ctx, {}) }]}>
      <FunctionsPage />
    </Prefetch>
  );
}
