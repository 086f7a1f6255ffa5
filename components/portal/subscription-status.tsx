import { Badge, type BadgeVariant } from '@/components/ui/badge';
import type { SubscriptionSummary } from '@/lib/contract/portal';

type Status = SubscriptionSummary['status'];

const looks: Record<Status, { variant: BadgeVariant; label: string }> = {
  PENDING: { variant: 'warning', label: 'Waiting for approval' },
  ACTIVE: { variant: 'success', label: 'Active' },
  REJECTED: { variant: 'destructive', label: 'Rejected' },
  REVOKED: { variant: 'outline', label: 'Revoked' },
  CANCELLED: { variant: 'outline', label: 'Cancelled' },
};

export function SubscriptionStatus({ status }: Readonly<{ status: Status }>) {
  return <Badge variant={looks[status].variant}>{looks[status].label}</Badge>;
}
