import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { catalogueKeys } from '@/lib/client/portal';
import { routes } from '@/lib/client/routes';
import { getCatalogueProduct } from '@/lib/control/portal/get-catalogue-product';
import { Prefetch } from '@/lib/server/prefetch';
import { readOrNull } from '@/lib/server/read';
import { currentUser } from '@/lib/server/session';
import { ProductPage } from './product-page';

type Props = Readonly<{ params: Promise<{ productId: string }> }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { productId } = await params;
  return { title: (await readOrNull(getCatalogueProduct, { productId }))?.title ?? 'Product' };
}

export default async function Page({ params }: Props) {
  const { productId } = await params;
  if ((await currentUser()) === null) {
    redirect(routes.portal.signIn({ callbackUrl: routes.portal.product(productId) }));
  }
  return (
    <Prefetch
      queries={[
        {
          queryKey: catalogueKeys.detail(productId),
          run: (ctx) => getCatalogueProduct(ctx, { productId }),
          required: true,
        },
      ]}
    >
      <ProductPage productId={productId} />
    </Prefetch>
  );
}
