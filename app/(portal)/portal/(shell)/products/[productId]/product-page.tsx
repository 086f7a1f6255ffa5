'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Markdown } from '@/components/portal/markdown';
import { Breadcrumbs } from '@/components/ui/breadcrumb';
import { PageHeader, SectionHeader } from '@/components/ui/page-header';
import { QueryError } from '@/components/ui/query-error';
import { Skeleton } from '@/components/ui/skeleton';
import { useCatalogueProduct } from '@/lib/client/portal';
import { routes } from '@/lib/client/routes';
import type { CataloguePlan, CatalogueProductDetail } from '@/lib/contract/portal';
import { Operations } from './operations';
import { PlanCard } from './plan-card';
import { SubscribeDialog } from './subscribe-dialog';

export function ProductPage({ productId }: Readonly<{ productId: string }>) {
  const product = useCatalogueProduct(productId);
  if (product.data) return <LoadedProduct product={product.data} />;
  if (product.isError) return <QueryError title="The product could not be loaded" query={product} />;
  return <Skeleton className="h-80" />;
}

function LoadedProduct({ product }: Readonly<{ product: CatalogueProductDetail }>) {
  const [choosing, setChoosing] = useState<CataloguePlan | null>(null);
  return (
    <>
      <div className="flex flex-col gap-2">
        <Breadcrumbs
          className="-ml-1 max-sm:hidden"
          items={[{ label: 'Catalogue', href: routes.portal.home() }, { label: product.title }]}
        />
        <PageHeader title={product.title} description={product.summary} />
        <p className="text-xs text-muted-foreground">By {product.ownerName}</p>
      </div>
      <section aria-label="Plans" className="flex flex-col gap-3">
        <SectionHeader title="Plans" />
        {product.plans.length === 0 ? (
          <p className="text-sm text-muted-foreground">
            No plan is offered at the moment. What you have subscribed to is under{' '}
            <Link href={routes.portal.subscriptions()} className="text-foreground underline underline-offset-4">
              My subscriptions
            </Link>
            .
          </p>
        ) : (
          <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {product.plans.map((plan) => (
              <li key={plan.id} className="flex">
                <PlanCard plan={plan} onSubscribe={() => setChoosing(plan)} />
              </li>
            ))}
          </ul>
        )}
      </section>
      {product.documentation ? (
        <section aria-label="Documentation" className="flex flex-col gap-3">
          <SectionHeader title="Documentation" />
          <Markdown text={product.documentation} />
        </section>
      ) : null}
      <Operations product={product} />
      {choosing ? <SubscribeDialog product={product} plan={choosing} onClose={() => setChoosing(null)} /> : null}
    </>
  );
}
