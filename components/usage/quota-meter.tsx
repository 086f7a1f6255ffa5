import { Meter } from '@/components/ui/meter';
import { RelativeTime } from '@/components/ui/relative-time';
import { formatNumber } from '@/components/usage-plan/limit-text';
import type { KeyUsage } from '@/lib/contract/usage-plan';

type Quota = NonNullable<KeyUsage['quota']>;

/** How much of the current period's quota is used, and when it begins again. */
export function QuotaMeter({ quota, label }: Readonly<{ quota: Quota; label?: string }>) {
  const name = label ?? { DAY: 'Today', WEEK: 'This week', MONTH: 'This month' }[quota.period];
  return (
    <div className="flex flex-col gap-1.5">
      <Meter value={quota.used} max={quota.limit} label={name} />
      <p className="flex flex-wrap justify-between gap-x-3 text-xs text-muted-foreground">
        <span className="tabular">
          {quota.remaining > 0 ? `${formatNumber(quota.remaining)} left` : 'Used up: calls answer 429 Limit Exceeded'}
        </span>
        <span>
          Resets {resetText(quota.resetsAt)} (<RelativeTime at={quota.resetsAt} />)
        </span>
      </p>
    </div>
  );
}

/** The same in one table cell. */
export function QuotaMeterCompact({ quota, label }: Readonly<{ quota: Quota | null; label: string }>) {
  if (!quota) return <span className="text-muted-foreground">No quota</span>;
  return (
    <div className="flex min-w-32 flex-col gap-1">
      <span className="tabular text-xs">
        {formatNumber(quota.used)} <span className="text-muted-foreground">of {formatNumber(quota.limit)}</span>
      </span>
      <Meter value={quota.used} max={quota.limit} label={label} hideText />
    </div>
  );
}

const reset = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

export function resetText(at: string): string {
  return `${reset.format(new Date(at))} UTC`;
}
