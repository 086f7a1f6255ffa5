'use server';

import type { DecideSubscriptionInput } from '@/lib/contract/portal';
import { decideSubscription } from '@/lib/control/subscription/decide';
import { runAction } from './run-action';

export async function decideSubscriptionAction(input: DecideSubscriptionInput) {
  return runAction('decideSubscription', decideSubscription, input);
}
