'use client';

import { ArrowRight, LibraryBig, Search } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { filterRows } from '@/components/data-table/filter-rows';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { InputGroup } from '@/components/ui/input';
import { PageHeader } from '@/components/ui/page-header';
import { QueryError } from '@/components/ui/query-error';
import { Skeleton } from '@/components/ui/skeleton';
import { countText } from '@/components/usage-plan/limit-text';
import { useCatalogue } from '@/lib/client/portal';
import { routes } from '@/lib/client/routes';
import type { CatalogueProduct } from '@/lib/contract/portal';

/** A search helps once the products don't fit on a screen. */
const SEARCH_FROM = 6;

export function Catalogue() {
  const catalogue = useCatalogue();
  const [query, setQuery] = useState('');
  const products = catalogue.data;
  const shown = products && filterRows(products, query, (product) => `${product.title} ${product.summary}`);

  return (
    <>
      <PageHeader
        title="Catalogue"
        description="APIs that you can subscribe to."
        actions={
          products && products.length > SEARCH_FROM ? (
            <InputGroup
              type="search"
              className="sm:w-64"
              before={<Search aria-hidden="true" />}
              placeholder="Search APIs"
              aria-label="Search APIs"
              value={query}
              onChange={(event) => setQuery(event.target.value)}
            />
          ) : null
        }
      />
      {catalogue.isError && !products ? (
        <Card>
          <QueryError title="The catalogue could not be loaded" query={catalogue} />
        </Card>
      ) : !shown ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <Skeleton className="h-44" />
          <Skeleton className="h-44" />
        </div>
      ) : shown.length === 0 ? (
        <Card>
          <EmptyState
            icon={<LibraryBig />}
            title={query ? 'No API matches' : 'Nothing is offered yet'}
            description={
              query ? `Nothing has “${query}” in its name or summary.` : 'Come back when an API was published.'
            }
          />
        </Card>
      ) : (
        <ul className="grid gap-4 sm:grid-cols-2">
          {shown.map((product) => (
            <li key={product.id} className="flex">
              <ProductCard product={product} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function ProductCard({ product }: Readonly<{ product: CatalogueProduct }>) {
  const subscribed = product.plans.some((plan) => plan.subscriptionId !== null);
  return (
    <Link
      href={routes.portal.product(product.id)}
      className="group flex min-h-40 flex-1 flex-col gap-2 rounded-lg border border-border bg-card p-5 transition-colors hover:border-muted-foreground/50"
    >
      <span className="flex items-center gap-2">
        <span className="truncate text-lg font-semibold tracking-tight">{product.title}</span>
        {subscribed ? <Badge variant="success">Subscribed</Badge> : null}
        <ArrowRight
          aria-hidden="true"
          className="ml-auto size-4 shrink-0 text-muted-foreground transition-transform group-hover:translate-x-0.5"
        />
      </span>
      <span className="line-clamp-2 text-sm text-muted-foreground">{product.summary || `By ${product.ownerName}`}</span>
      <span className="mt-auto flex flex-wrap items-center gap-1.5 pt-3">
        {product.plans.length === 0 ? (
          <span className="text-xs text-muted-foreground">No plan is offered now</span>
        ) : (
          <>
            {product.plans.slice(0, 3).map((plan) => (
              <Badge key={plan.id} variant="outline">
                {plan.name}
                {plan.priceText && plan.priceText !== plan.name ? (
                  <span className="font-normal">{plan.priceText}</span>
                ) : null}
              </Badge>
            ))}
            {product.plans.length > 3 ? (
              <span className="text-xs text-muted-foreground">and {countText(product.plans.length - 3, 'plan')}</span>
            ) : null}
          </>
        )}
      </span>
    </Link>
  );
}
