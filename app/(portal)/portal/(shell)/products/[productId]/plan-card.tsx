import { Check } from 'lucide-react';
import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { PERIOD_RESET, quotaText, throttleText } from '@/components/usage-plan/limit-text';
import { routes } from '@/lib/client/routes';
import type { CataloguePlan } from '@/lib/contract/portal';

/** A plan with its price and what it allows, in plain words. */
export function PlanCard({ plan, onSubscribe }: Readonly<{ plan: CataloguePlan; onSubscribe: () => void }>) {
  const points = [
    throttleText(plan.throttle),
    quotaText(plan.quota),
    ...(plan.quota ? [PERIOD_RESET[plan.quota.period]] : []),
    plan.approvalRequired ? 'The owner approves each subscription' : 'Your key is there at once',
  ];
  return (
    <article
      aria-label={plan.name}
      className="flex flex-1 flex-col gap-4 rounded-lg border border-border bg-card p-5 has-data-subscribed:border-success/50"
    >
      <div className="flex flex-col gap-1">
        <div className="flex items-center gap-2">
          <h3 className="truncate text-base font-medium">{plan.name}</h3>
          {plan.subscriptionId ? (
            <Badge variant="success" data-subscribed="">
              Yours
            </Badge>
          ) : null}
        </div>
        <p className="text-2xl font-semibold tracking-tight">{plan.priceText || 'On request'}</p>
        {plan.description ? <p className="text-sm text-muted-foreground">{plan.description}</p> : null}
      </div>
      <ul className="flex flex-col gap-1.5 text-sm">
        {points.map((point) => (
          <li key={point} className="flex gap-2">
            <Check className="mt-0.5 size-4 shrink-0 text-muted-foreground" aria-hidden="true" />
            {point}
          </li>
        ))}
      </ul>
      <div className="mt-auto flex flex-col pt-1">
        {plan.subscriptionId ? (
          <Button variant="outline" render={<Link href={routes.portal.subscription(plan.subscriptionId)} />}>
            Open subscription
          </Button>
        ) : (
          <Button onClick={onSubscribe} aria-label={`${subscribeLabel(plan)}: ${plan.name}`}>
            {subscribeLabel(plan)}
          </Button>
        )}
      </div>
    </article>
  );
}

export const subscribeLabel = (plan: CataloguePlan) => (plan.approvalRequired ? 'Request access' : 'Subscribe');
