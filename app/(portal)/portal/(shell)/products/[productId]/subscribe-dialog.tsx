'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { KeyValueDialog } from '@/components/api-key/key-value-dialog';
import { CodeSamples } from '@/components/code-samples/code-samples';
import { joinUrl } from '@/components/code-samples/samples';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { Textarea } from '@/components/ui/textarea';
import { quotaText, throttleText } from '@/components/usage-plan/limit-text';
import { subscribeAction } from '@/lib/actions/portal';
import { catalogueKeys, mySubscriptionKeys } from '@/lib/client/portal';
import { routes } from '@/lib/client/routes';
import {
  type CataloguePlan,
  type CatalogueProductDetail,
  type SubscribeInput,
  type SubscribeResult,
  subscribeInput,
} from '@/lib/contract/portal';
import { subscribeLabel } from './plan-card';

/** Subscribes; then shows the key, or goes to the subscription that waits for approval. */
export function SubscribeDialog({
  product,
  plan,
  onClose,
}: Readonly<{ product: CatalogueProductDetail; plan: CataloguePlan; onClose: () => void }>) {
  const client = useQueryClient();
  const router = useRouter();
  const [made, setMade] = useState<SubscribeResult | null>(null);
  const actionForm = useActionForm(subscribeInput, subscribeAction, {
    defaultValues: { productId: product.id, usagePlanId: plan.id, note: '' } satisfies SubscribeInput,
    success: (data) => (data.key ? null : 'Asked for access. You see it here when it is approved.'),
    onSuccess: async (data) => {
      if (data.key) setMade(data);
      await Promise.all([
        client.invalidateQueries({ queryKey: catalogueKeys.all() }),
        client.invalidateQueries({ queryKey: mySubscriptionKeys.all() }),
      ]);
      if (!data.key) router.push(routes.portal.subscription(data.id));
    },
  });

  if (made?.key) {
    return (
      <KeyValueDialog
        title={`You are subscribed to ${product.title}`}
        description="This is your key. You can look at it again on the subscription’s page."
        value={made.key.value}
        onClose={() => router.push(routes.portal.subscription(made.id))}
      >
        <CodeSamples method="GET" url={joinUrl(made.baseUrl, made.samplePath)} apiKey={made.key.value} />
      </KeyValueDialog>
    );
  }

  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      actionForm={actionForm}
      title={`${product.title}: ${plan.name}`}
      description={[plan.priceText, throttleText(plan.throttle), quotaText(plan.quota)].filter(Boolean).join(' · ')}
      submitLabel={subscribeLabel(plan)}
    >
      {plan.approvalRequired ? (
        <Field
          control={actionForm.form.control}
          name="note"
          label="What will you use it for?"
          description="The owner reads this when deciding."
        >
          {(field) => <Textarea {...field} rows={4} autoFocus />}
        </Field>
      ) : (
        <p className="text-sm text-muted-foreground">
          You get a key of your own right away. You can cancel at any time.
        </p>
      )}
    </FormDialog>
  );
}
