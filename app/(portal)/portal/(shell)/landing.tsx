import { ChartNoAxesColumn, KeyRound, LibraryBig, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { buttonVariants } from '@/components/ui/button-variants';
import { cn } from '@/components/ui/cn';
import { routes } from '@/lib/client/routes';

/** What visitors see before they sign in. */
export function Landing() {
  return (
    <div className="flex flex-1 flex-col justify-center gap-12 py-10">
      <div className="flex flex-col items-start gap-5">
        <h1 className="max-w-2xl text-balance text-3xl font-semibold tracking-tight sm:text-[2.5rem] sm:leading-[1.1]">
          APIs you can call in a minute
        </h1>
        <p className="max-w-xl text-lg text-muted-foreground">
          Choose an API, pick a plan and get your own key. See what you use, rotate the key when you need to, and never
          wait for an e-mail.
        </p>
        <div className="flex flex-wrap gap-2">
          <Link href={routes.portal.signUp()} className={cn(buttonVariants({ size: 'lg' }))}>
            Sign up
          </Link>
          <Link href={routes.portal.signIn()} className={cn(buttonVariants({ size: 'lg', variant: 'outline' }))}>
            Sign in
          </Link>
        </div>
      </div>
      <ul className="grid gap-px overflow-hidden rounded-lg border border-border bg-border sm:grid-cols-3">
        {STEPS.map(({ icon: Icon, title, text }) => (
          <li key={title} className="flex flex-col gap-2 bg-card p-5">
            <Icon className="size-5 text-muted-foreground" aria-hidden="true" />
            <h2 className="text-base font-medium">{title}</h2>
            <p className="text-sm text-muted-foreground">{text}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}

const STEPS: readonly { icon: LucideIcon; title: string; text: string }[] = [
  {
    icon: LibraryBig,
    title: 'Find an API',
    text: 'Every product has its documentation, its operations and its plans on one page.',
  },
  {
    icon: KeyRound,
    title: 'Subscribe to a plan',
    text: 'Your key is there at once, or as soon as the owner approves, with samples that you can paste.',
  },
  {
    icon: ChartNoAxesColumn,
    title: 'Keep an eye on it',
    text: 'Your calls against your quota, when it resets, and a new key without an outage.',
  },
];
