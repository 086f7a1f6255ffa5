'use server';

import type {
  RotateSubscriptionKeyInput,
  SignUpInput,
  SubscribeInput,
  SubscriptionKeyRef,
  SubscriptionRef,
} from '@/lib/contract/portal';
import { cancelSubscription } from '@/lib/control/portal/cancel-subscription';
import { issueSubscriptionKey } from '@/lib/control/portal/issue-key';
import { revealSubscriptionKey } from '@/lib/control/portal/reveal-key';
import { revokeSubscriptionKey } from '@/lib/control/portal/revoke-key';
import { rotateSubscriptionKey } from '@/lib/control/portal/rotate-key';
import { signUp } from '@/lib/control/portal/sign-up';
import { subscribe } from '@/lib/control/portal/subscribe';
import { clientAddress } from '@/lib/server/rate-limit';
import { runAction } from './run-action';

export async function cancelSubscriptionAction(input: SubscriptionRef) {
  return runAction('cancelSubscription', cancelSubscription, input);
}

export async function issueSubscriptionKeyAction(input: SubscriptionRef) {
  return runAction('issueSubscriptionKey', issueSubscriptionKey, input);
}

export async function revealSubscriptionKeyAction(input: SubscriptionKeyRef) {
  return runAction('revealSubscriptionKey', revealSubscriptionKey, input);
}

export async function revokeSubscriptionKeyAction(input: SubscriptionKeyRef) {
  return runAction('revokeSubscriptionKey', revokeSubscriptionKey, input);
}

export async function rotateSubscriptionKeyAction(input: RotateSubscriptionKeyInput) {
  return runAction('rotateSubscriptionKey', rotateSubscriptionKey, input);
}

export async function subscribeAction(input: SubscribeInput) {
  return runAction('subscribe', subscribe, input);
}

/** Makes the consumer; the page then signs in with the same password. */
export async function signUpAction(input: SignUpInput) {
  const address = await clientAddress();
  return runAction('signUp', (ctx, fields) => signUp(ctx, fields, address), input);
}
