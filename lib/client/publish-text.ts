import type { PublishReport } from '@/lib/contract/result';

/** "Live on 2 of 2 workers in 14 ms": said after every change that the gateway had to take. */
export function publishText(report: PublishReport): string {
  const { acked, total } = report.workers;
  if (total === 0) return 'Saved. No gateway is running here; those elsewhere take it within a second.';
  if (acked < total) return `Live on ${acked} of ${total} workers; the others follow.`;
  return `Live on ${acked} of ${total} ${total === 1 ? 'worker' : 'workers'} in ${Math.max(1, Math.round(report.tookMs))} ms.`;
}
