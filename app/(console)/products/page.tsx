import type { Metadata } from 'next';
import { productKeys } from '@/lib/client/products';
import { usagePlanKeys } from '@/lib/client/usage-plans';
import { listProducts } from '@/lib/control/product/list';
import { listUsagePlans } from '@/lib/control/usage-plan/list';
import { Prefetch } from '@/lib/server/prefetch';
import { ProductsPage } from './products-page';

export const metadata: Metadata = { title: 'Products' };

export default function Page() {
  return (
    <Prefetch
      queries={[
        { queryKey: productKeys.list(), run: (ctx) => listProducts(ctx) },
        { queryKey: usagePlanKeys.list(), run: (ctx) => listUsagePlans(ctx) },
      ]}
    >
      <ProductsPage />
    </Prefetch>
  );
}
