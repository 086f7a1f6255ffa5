'use client';

import Link from 'next/link';
import { StatusDot, type StatusTone } from '@/components/ui/status-dot';
import { Tooltip } from '@/components/ui/tooltip';
import { ApiError } from '@/lib/client/fetcher';
import { useGatewayStatus } from '@/lib/client/gateway';
import { routes } from '@/lib/client/routes';
import type { GatewayStatus } from '@/lib/contract/gateway-status';

const TONES: Readonly<Record<GatewayStatus['state'], StatusTone>> = {
  running: 'success',
  degraded: 'warning',
  stopped: 'destructive',
};

interface Indication {
  readonly tone: StatusTone;
  readonly text: string;
  readonly detail: string;
}

const DATABASE_AWAY: Indication = {
  tone: 'warning',
  text: 'Database away',
  detail: 'The gateway keeps serving; changes can’t be saved now.',
};

/** Always in sight: is the data plane serving, and what is wrong if not. */
export function GatewayIndicator() {
  const { data, isError, failureReason } = useGatewayStatus();
  // Who asks is in the database too: without it, nobody is told more.
  const isAway = failureReason instanceof ApiError && failureReason.code === 'UNAVAILABLE';
  const { tone, text, detail } = isAway ? DATABASE_AWAY : indicate(data, isError);
  return (
    <Tooltip content={detail} side="right">
      <Link
        href={routes.settings.gateway()}
        className="flex h-5 items-center rounded-sm text-xs hover:text-sidebar-accent-foreground"
      >
        <StatusDot tone={tone} className="min-w-0 text-xs">
          <span className="truncate">{text}</span>
        </StatusDot>
      </Link>
    </Tooltip>
  );
}

function indicate(status: GatewayStatus | undefined, failed: boolean): Indication {
  if (failed) return { tone: 'destructive', text: 'Console offline', detail: 'The console’s server does not answer.' };
  if (!status) return { tone: 'neutral', text: 'Gateway', detail: 'Asking the gateway…' };
  if (!status.database.reachable) return DATABASE_AWAY;
  const ready = status.workers.filter((worker) => worker.state === 'ready').length;
  const elsewhere = status.nodes.reduce((sum, node) => sum + node.workers, 0);
  const total = Math.max(status.workers.length, elsewhere);
  const count = `${status.workers.length > 0 ? ready : elsewhere} of ${total} ${total === 1 ? 'worker' : 'workers'}`;
  if (status.compileErrors.length > 0 && status.state === 'running') {
    const first = status.compileErrors[0];
    return {
      tone: 'warning',
      text: `${status.compileErrors.length} not compiled`,
      detail: `${first?.stageName ?? ''}: ${first?.place ?? ''} — ${first?.message ?? ''} What was live before keeps serving.`,
    };
  }
  return {
    tone: TONES[status.state],
    text: status.state === 'stopped' ? 'Gateway stopped' : `Gateway ${status.state}`,
    detail: status.message || `${count} serving ${status.url}`,
  };
}
