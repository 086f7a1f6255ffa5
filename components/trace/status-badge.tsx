import { Badge, type BadgeVariant } from '@/components/ui/badge';

/** Status of an answer, in the colour of its class. */
export function StatusBadge({ status, className }: Readonly<{ status: number; className?: string }>) {
  return (
    <Badge variant={toneOf(status)} className={`font-mono ${className ?? ''}`}>
      {status}
    </Badge>
  );
}

function toneOf(status: number): BadgeVariant {
  if (status >= 500) return 'destructive';
  if (status >= 400) return 'warning';
  return status >= 300 ? 'info' : 'success';
}
