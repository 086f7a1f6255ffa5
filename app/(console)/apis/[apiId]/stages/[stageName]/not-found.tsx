import { Layers } from 'lucide-react';
import { PageBody } from '@/components/layout/page-body';
import { EmptyState } from '@/components/ui/empty-state';

export default function StageNotFound() {
  return (
    <PageBody>
      <EmptyState
        icon={<Layers />}
        title="There is no such stage"
        description="It was deleted, or its name is misspelt. Stage names are case-sensitive."
      />
    </PageBody>
  );
}
