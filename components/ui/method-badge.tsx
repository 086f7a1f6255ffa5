import { cn } from './cn';

const verbs: Record<string, string> = {
  GET: 'bg-verb-get/10 text-verb-get',
  POST: 'bg-verb-post/10 text-verb-post',
  PUT: 'bg-verb-put/10 text-verb-put',
  PATCH: 'bg-verb-patch/10 text-verb-patch',
  DELETE: 'bg-verb-delete/10 text-verb-delete',
  HEAD: 'bg-verb-head/10 text-verb-head',
  OPTIONS: 'bg-verb-options/10 text-verb-options',
};

/** An HTTP verb. Fixed width in lists (`aligned`), so that paths line up. */
export function MethodBadge({
  method,
  size = 'default',
  aligned = false,
  className,
}: Readonly<{ method: string; size?: 'default' | 'sm'; aligned?: boolean; className?: string }>) {
  return (
    <span
      className={cn(
        'inline-flex shrink-0 items-center justify-center rounded-sm font-mono font-medium',
        size === 'sm' ? 'h-4 px-1 text-[0.625rem]' : 'h-5 px-1.5 text-2xs',
        aligned && (size === 'sm' ? 'w-13' : 'w-16'),
        verbs[method.toUpperCase()] ?? 'bg-verb-any/12 text-verb-any',
        className,
      )}
    >
      {method.toUpperCase()}
    </span>
  );
}
