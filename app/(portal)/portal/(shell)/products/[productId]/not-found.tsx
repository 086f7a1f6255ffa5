import { LibraryBig } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { routes } from '@/lib/client/routes';

export default function NotFound() {
  return (
    <EmptyState
      icon={<LibraryBig />}
      title="This API is not offered"
      description="Its owner took it off the catalogue, or the address is misspelt."
      action={
        <Button variant="outline" render={<Link href={routes.portal.home()} />}>
          Open catalogue
        </Button>
      }
    />
  );
}
