import { PageBody } from '@/components/layout/page-body';
import { Skeleton } from '@/components/ui/skeleton';

/** A tab answers at once, with the outline of a list under the API’s own header. */
export function ApiPageLoading() {
  return (
    <PageBody width="full" aria-busy="true" aria-label="Loading">
      <div className="flex flex-col gap-2">
        <Skeleton className="h-5 w-40" />
        <Skeleton className="h-4 w-80 max-w-full" />
      </div>
      <Skeleton className="h-64" />
    </PageBody>
  );
}
