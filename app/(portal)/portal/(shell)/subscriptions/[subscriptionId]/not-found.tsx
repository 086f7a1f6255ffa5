import { KeyRound } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { routes } from '@/lib/client/routes';

export default function NotFound() {
  return (
    <EmptyState
      icon={<KeyRound />}
      title="There is no such subscription"
      description="The address is misspelt, or the subscription belongs to someone else."
      action={
        <Button variant="outline" render={<Link href={routes.portal.subscriptions()} />}>
          My subscriptions
        </Button>
      }
    />
  );
}
