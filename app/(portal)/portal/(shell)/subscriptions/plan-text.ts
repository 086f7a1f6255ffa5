import type { MySubscription } from '@/lib/contract/portal';

/** "Pro · $49 per month"; a plan that is called like its price is named once. */
export function planText({ usagePlan, priceText }: Pick<MySubscription, 'usagePlan' | 'priceText'>): string {
  return priceText === '' || priceText === usagePlan.name ? usagePlan.name : `${usagePlan.name} · ${priceText}`;
}
