import { cn } from '@/components/ui/cn';

/** Two towers and the gate between them. */
export function LogoMark({ className }: Readonly<{ className?: string }>) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden="true" className={cn('size-5', className)}>
      <path
        d="M3 20V8.5L6.5 5 10 8.5V20M14 20V8.5L17.5 5 21 8.5V20"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      <path d="M10 12.5h4M10 16.5h4" className="stroke-info" strokeWidth="2" />
    </svg>
  );
}

export function Logo({ className }: Readonly<{ className?: string }>) {
  return (
    <span className={cn('inline-flex items-center gap-2 font-semibold tracking-tight', className)}>
      <LogoMark />
      Gatehouse
    </span>
  );
}
