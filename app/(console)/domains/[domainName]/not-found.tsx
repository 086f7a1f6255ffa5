import { Globe } from 'lucide-react';
import Link from 'next/link';
import { PageBody } from '@/components/layout/page-body';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { routes } from '@/lib/client/routes';

export default function NotFound() {
  return (
    <PageBody>
      <EmptyState
        icon={<Globe />}
        title="There is no such domain name"
        description="It was deleted, it is misspelt, or it belongs to an account you are not a member of."
        action={
          <Button variant="outline" render={<Link href={routes.domains()} />}>
            All domain names
          </Button>
        }
      />
    </PageBody>
  );
}
