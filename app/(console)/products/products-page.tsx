'use client';

import { useQueryClient } from '@tanstack/react-query';
import { ExternalLink, Eye, EyeOff, Package, Pencil, Plus, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { DemoBadge } from '@/components/api-key/key-facts';
import { DataTable } from '@/components/data-table/data-table';
import { type Columns, tableState } from '@/components/data-table/types';
import { useAction } from '@/components/form/use-action';
import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { PageBody } from '@/components/layout/page-body';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { StatusDot } from '@/components/ui/status-dot';
import { countText, formatNumber } from '@/components/usage-plan/limit-text';
import { deleteProductAction, updateProductAction } from '@/lib/actions/product';
import { useCan } from '@/lib/client/member';
import { productKeys, useProducts } from '@/lib/client/products';
import { routes } from '@/lib/client/routes';
import { useUsagePlans } from '@/lib/client/usage-plans';
import type { ProductSummary } from '@/lib/contract/portal';
import { plansOfStage } from './plans-of-stage';
import { ProductFormSheet } from './product-form-sheet';

type Overlay = { kind: 'create' } | { kind: 'edit' | 'delete'; product: ProductSummary };

export function ProductsPage() {
  const client = useQueryClient();
  const mayWrite = useCan('product:write');
  const products = useProducts();
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const close = () => setOverlay(null);
  const refresh = () => client.invalidateQueries({ queryKey: productKeys.all() });
  const publish = useAction(updateProductAction, {
    success: (data) => (data.published ? `“${data.title}” is in the portal now.` : `“${data.title}” is hidden now.`),
    onSuccess: refresh,
    onReload: () => void refresh(),
  });
  const remove = useAction(deleteProductAction, { success: 'Product deleted.', onSuccess: refresh });
  const createButton = (
    <Button onClick={() => setOverlay({ kind: 'create' })}>
      <Plus /> New product
    </Button>
  );

  return (
    <PageBody>
      <PageBreadcrumbs items={[{ label: 'Products' }]} />
      <PageHeader
        title="Products"
        description="What the developer portal offers: a stage of an API, with its documentation and the plans it can be had under."
        actions={
          <>
            <Button variant="outline" render={<Link href={routes.portal.home()} />}>
              <ExternalLink /> Open portal
            </Button>
            {mayWrite ? createButton : null}
          </>
        }
      />
      <DataTable
        label="Products"
        columns={columns}
        {...tableState(products)}
        rowId={(row) => row.id}
        rowLabel={(row) => row.title}
        onRowOpen={mayWrite ? (row) => setOverlay({ kind: 'edit', product: row }) : undefined}
        empty={{
          icon: <Package />,
          title: 'Nothing is offered yet',
          description: 'Make a product from a deployed stage and consumers help themselves to keys in the portal.',
          action: mayWrite ? createButton : undefined,
        }}
        rowActions={(row) => [
          ...(row.published
            ? [{ label: 'View in portal', icon: ExternalLink, href: routes.portal.product(row.id) }]
            : []),
          ...(mayWrite
            ? [
                {
                  label: 'Edit…',
                  icon: Pencil,
                  onSelect: () => setOverlay({ kind: 'edit' as const, product: row }),
                },
                {
                  label: row.published ? 'Hide from portal' : 'Publish',
                  icon: row.published ? EyeOff : Eye,
                  disabled: publish.pending,
                  onSelect: () => void publish.run({ ...settingsOf(row), published: !row.published }),
                },
                {
                  label: 'Delete…',
                  icon: Trash2,
                  destructive: true,
                  separated: true,
                  onSelect: () => setOverlay({ kind: 'delete' as const, product: row }),
                },
              ]
            : []),
        ]}
      />
      {overlay?.kind === 'create' || overlay?.kind === 'edit' ? (
        <ProductFormSheet
          product={overlay.kind === 'edit' ? overlay.product : undefined}
          onClose={close}
          onSaved={refresh}
        />
      ) : null}
      {overlay?.kind === 'delete' ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : close())}
          title={`Delete product “${overlay.product.title}”?`}
          description="The API itself stays. To take the product off the catalogue only, hide it."
          losses={deleteLosses(overlay.product)}
          typeToConfirm={overlay.product.subscriptionCount > 0 ? overlay.product.title : undefined}
          confirmLabel="Delete product"
          onConfirm={async () => (await remove.run({ productId: overlay.product.id })) !== null}
        />
      ) : null}
    </PageBody>
  );
}

function deleteLosses(product: ProductSummary): string[] {
  return [
    'Its page in the portal, with the documentation.',
    ...(product.subscriptionCount > 0
      ? [`${countText(product.subscriptionCount, 'subscription')} end: their keys answer 403 within a second.`]
      : []),
  ];
}

function settingsOf({ id, version, restApiId, stageName, title, summary, documentation, published }: ProductSummary) {
  return { productId: id, version, restApiId, stageName, title, summary, documentation, published };
}

const columns: Columns<ProductSummary> = [
  {
    id: 'title',
    header: 'Title',
    accessorFn: (row) => row.title,
    meta: { primary: true },
    cell: ({ row }) => (
      <span className="flex min-w-40 flex-col">
        <span className="flex items-center gap-1.5 font-medium">
          <span className="line-clamp-1">{row.original.title}</span>
          <DemoBadge demo={row.original.demo} className="max-sm:hidden" />
        </span>
        {row.original.summary ? (
          <span className="line-clamp-1 text-xs text-muted-foreground">{row.original.summary}</span>
        ) : null}
      </span>
    ),
  },
  {
    id: 'stage',
    header: 'API / stage',
    accessorFn: (row) => `${row.restApiName} / ${row.stageName}`,
    meta: { priority: 2 },
    cell: ({ row }) => (
      <Link
        href={routes.api(row.original.restApiId).stage(row.original.stageName)}
        className="whitespace-nowrap underline-offset-4 hover:underline"
      >
        {row.original.restApiName} / {row.original.stageName}
      </Link>
    ),
  },
  {
    id: 'plans',
    header: 'Plans',
    enableSorting: false,
    meta: { priority: 2 },
    cell: ({ row }) => <OfferedPlans product={row.original} />,
  },
  {
    id: 'subscriptions',
    header: 'Subscriptions',
    accessorFn: (row) => row.subscriptionCount,
    meta: { align: 'right', priority: 3 },
    cell: ({ row }) => formatNumber(row.original.subscriptionCount),
  },
  {
    id: 'updated',
    header: 'Updated',
    accessorFn: (row) => row.updatedAt,
    meta: { priority: 3 },
    cell: ({ row }) => <RelativeTime at={row.original.updatedAt} className="text-muted-foreground" />,
  },
  {
    id: 'state',
    header: 'State',
    accessorFn: (row) => (row.published ? 1 : 0),
    cell: ({ row }) =>
      row.original.published ? (
        <StatusDot tone="success">Published</StatusDot>
      ) : (
        <StatusDot tone="neutral">Draft</StatusDot>
      ),
  },
];

function OfferedPlans({ product }: Readonly<{ product: ProductSummary }>) {
  const plans = useUsagePlans();
  if (!plans.data) return null;
  const offered = plansOfStage(plans.data, product).filter((plan) => plan.portalVisible);
  if (offered.length === 0) return <Badge variant="warning">No plan offered</Badge>;
  return (
    <span className="flex gap-1">
      {offered.slice(0, 3).map((plan) => (
        <Badge key={plan.id} variant="secondary">
          {plan.name}
        </Badge>
      ))}
      {offered.length > 3 ? <Badge variant="outline">+{offered.length - 3}</Badge> : null}
    </span>
  );
}
