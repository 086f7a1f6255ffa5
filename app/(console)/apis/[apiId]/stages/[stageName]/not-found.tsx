'use client';

import { Layers } from 'lucide-react';
import Link from 'next/link';
import { useParams } from 'next/navigation';
import { PageBody } from '@/components/layout/page-body';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { routes } from '@/lib/client/routes';

export default function StageNotFound() {
  const { apiId } = useParams<{ apiId: string }>();
  return (
    <PageBody width="full">
      <EmptyState
        icon={<Layers />}
        title="There is no such stage"
        description="It was deleted, or its name is misspelt. Stage names are case-sensitive."
        action={
          <Button variant="outline" render={<Link href={routes.api(apiId).stages()} />}>
            All stages
          </Button>
        }
      />
    </PageBody>
  );
}
