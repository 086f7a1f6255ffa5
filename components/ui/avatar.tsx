'use client';

import { Avatar as Base } from '@base-ui/react/avatar';
import { cn } from './cn';

export function Avatar({
  name,
  src,
  className,
}: Readonly<{
  /** Initials come from it; e-mail addresses work too. */ name: string;
  src?: string | null;
  className?: string;
}>) {
  return (
    <Base.Root
      className={cn(
        'inline-flex size-6 shrink-0 select-none items-center justify-center overflow-hidden rounded-full border border-border bg-secondary text-2xs font-medium text-secondary-foreground',
        className,
      )}
    >
      {src ? <Base.Image src={src} alt="" className="size-full object-cover" /> : null}
      <Base.Fallback aria-hidden="true">{initials(name)}</Base.Fallback>
    </Base.Root>
  );
}

function initials(name: string): string {
  const words = (name.split('@')[0] ?? name).split(/[\s._-]+/).filter(Boolean);
  const first = words[0]?.[0] ?? '?';
  const second = words.length > 1 ? (words[words.length - 1]?.[0] ?? '') : '';
  return (first + second).toUpperCase();
}
