import { PageBody } from '@/components/layout/page-body';
import { Skeleton } from '@/components/ui/skeleton';

export function WorkbenchSkeleton() {
  return (
    <PageBody width="full" aria-hidden="true">
      <Skeleton className="h-7 w-64" />
      <div className="grid gap-4 lg:grid-cols-2">
        <Skeleton className="h-96" />
        <Skeleton className="h-96" />
      </div>
    </PageBody>
  );
}
