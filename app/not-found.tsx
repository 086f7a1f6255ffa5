import Link from 'next/link';
import { LogoMark } from '@/components/layout/logo';
import { Button } from '@/components/ui/button';
import { routes } from '@/lib/client/routes';

export default function NotFound() {
  return (
    <main className="grid flex-1 place-items-center px-4 py-16">
      <div className="flex max-w-md flex-col items-center gap-4 text-center">
        <LogoMark className="size-8 text-muted-foreground" />
        <div className="flex flex-col gap-1">
          <h1 className="text-xl font-semibold tracking-tight">There is nothing here</h1>
          <p className="text-balance text-sm text-muted-foreground">
            The page does not exist, was deleted, or belongs to an account you are not a member of.
          </p>
        </div>
        <Button variant="outline" render={<Link href={routes.home()} />}>
          Go to the start page
        </Button>
      </div>
    </main>
  );
}
