import { Badge } from '@/components/ui/badge';
import { RelativeTime } from '@/components/ui/relative-time';
import { StatusDot } from '@/components/ui/status-dot';

/** "••••1234": enough to tell keys apart. */
export function KeyHint({ hint }: Readonly<{ hint: string }>) {
  return (
    <code className="whitespace-nowrap font-mono text-xs text-muted-foreground">
      <span className="sr-only">ends in </span>
      <span aria-hidden="true">••••</span>
      {hint}
    </code>
  );
}

interface Lifetime {
  enabled: boolean;
  expiresAt: string | null;
}

/** Whether calls with the key get through now. */
export function KeyStatus({ apiKey }: Readonly<{ apiKey: Lifetime }>) {
  if (isExpired(apiKey.expiresAt)) return <StatusDot tone="neutral">Expired</StatusDot>;
  if (!apiKey.enabled) return <StatusDot tone="neutral">Disabled</StatusDot>;
  if (apiKey.expiresAt) {
    return (
      <StatusDot tone="warning">
        Ends <RelativeTime at={apiKey.expiresAt} />
      </StatusDot>
    );
  }
  return <StatusDot tone="success">Active</StatusDot>;
}

export function KeyExpiry({ expiresAt }: Readonly<{ expiresAt: string | null }>) {
  if (!expiresAt) return <span className="text-muted-foreground">Never</span>;
  if (isExpired(expiresAt)) return <Badge variant="outline">Expired</Badge>;
  return (
    <span className="text-warning">
      <RelativeTime at={expiresAt} />
    </span>
  );
}

export function isExpired(expiresAt: string | null): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= Date.now();
}

export function DemoBadge({ demo, className }: Readonly<{ demo: boolean; className?: string }>) {
  return demo ? (
    <Badge variant="outline" className={className}>
      Demo
    </Badge>
  ) : null;
}
