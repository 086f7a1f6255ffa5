import type { ReactNode } from 'react';
import { LogoMark } from './logo';
import { MAIN_ID } from './skip-link';

/** Sign-in, sign-up and their like: one card in the middle of the page. */
export function AuthShell({
  title,
  description,
  footer,
  children,
}: Readonly<{ title: string; description?: ReactNode; footer?: ReactNode; children: ReactNode }>) {
  return (
    <main id={MAIN_ID} className="grid flex-1 place-items-center px-4 py-10">
      <div className="flex w-full max-w-sm flex-col gap-5">
        <div className="flex flex-col items-center gap-3 text-center">
          <span className="grid size-11 place-items-center rounded-xl border border-border bg-card shadow-sm">
            <LogoMark className="size-6" />
          </span>
          <div className="flex flex-col gap-1">
            <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
            {description ? <div className="text-balance text-sm text-muted-foreground">{description}</div> : null}
          </div>
        </div>
        <div className="rounded-xl border border-border bg-card p-5 shadow-md">{children}</div>
        {footer ? <div className="text-center text-sm text-muted-foreground">{footer}</div> : null}
      </div>
    </main>
  );
}
