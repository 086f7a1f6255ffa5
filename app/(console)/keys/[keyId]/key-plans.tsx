'use client';

import { useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { invalidateKeys } from '@/components/api-key/key-overlays';
import { useAction } from '@/components/form/use-action';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { Combobox } from '@/components/ui/combobox';
import { quotaShort, throttleShort } from '@/components/usage-plan/limit-text';
import { planStageNames } from '@/components/usage-plan/plan-stage-names';
import { addUsagePlanKeyAction, removeUsagePlanKeyAction } from '@/lib/actions/usage-plan';
import { useCan } from '@/lib/client/member';
import { publishText } from '@/lib/client/publish-text';
import { routes } from '@/lib/client/routes';
import { useUsagePlans } from '@/lib/client/usage-plans';
import type { ApiKeySummary } from '@/lib/contract/api-key';

/** The plans that say what the key may call. */
export function KeyPlans({ apiKey }: Readonly<{ apiKey: ApiKeySummary }>) {
  const client = useQueryClient();
  const mayWrite = useCan('usage-plan:write');
  const plans = useUsagePlans();
  const [leaving, setLeaving] = useState<{ id: string; name: string } | null>(null);
  const add = useAction(addUsagePlanKeyAction, {
    success: (data) => `Added to the plan. ${publishText(data.publish)}`,
    onSuccess: () => invalidateKeys(client),
  });
  const remove = useAction(removeUsagePlanKeyAction, {
    success: (data) => `Removed from the plan. ${publishText(data.publish)}`,
    onSuccess: () => invalidateKeys(client),
  });
  const mine = new Set(apiKey.usagePlans.map((plan) => plan.id));
  const others = (plans.data ?? []).filter((plan) => !mine.has(plan.id));

  return (
    <Card>
      <CardHeader>
        <CardTitle>Usage plans</CardTitle>
        <CardDescription>What the key may call, and how much of it.</CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-3">
        {apiKey.usagePlans.length === 0 ? (
          <p className="text-sm text-muted-foreground">
            In no plan: methods that require a key refuse it with 403 Forbidden.
          </p>
        ) : (
          <ul className="flex flex-col divide-y divide-border rounded-md border border-border">
            {apiKey.usagePlans.map((plan) => {
              const full = plans.data?.find((other) => other.id === plan.id);
              return (
                <li key={plan.id} className="flex items-center gap-2 py-1.5 pr-1.5 pl-3">
                  <div className="min-w-0 flex-1">
                    <Link
                      href={routes.plan(plan.id)}
                      className="block truncate text-sm font-medium underline-offset-4 hover:underline"
                    >
                      {plan.name}
                    </Link>
                    <p className="truncate text-xs text-muted-foreground">
                      {full
                        ? `${throttleShort(full.throttle)} · ${quotaShort(full.quota)} · ${planStageNames(full) || 'no stage'}`
                        : ' '}
                    </p>
                  </div>
                  {mayWrite ? (
                    <Button
                      variant="ghost"
                      size="icon-sm"
                      aria-label={`Remove from ${plan.name}`}
                      onClick={() => setLeaving(plan)}
                    >
                      <X />
                    </Button>
                  ) : null}
                </li>
              );
            })}
          </ul>
        )}
        {mayWrite && others.length > 0 ? (
          <Combobox
            aria-label="Add to a usage plan"
            placeholder={add.pending ? 'Adding…' : 'Add to a plan…'}
            searchPlaceholder="Search plans"
            disabled={add.pending}
            value={null}
            options={others.map((plan) => ({
              value: plan.id,
              label: plan.name,
              description: `${throttleShort(plan.throttle)} · ${quotaShort(plan.quota)}`,
            }))}
            onValueChange={(usagePlanId) => {
              if (usagePlanId) void add.run({ usagePlanId, apiKeyId: apiKey.id });
            }}
          />
        ) : null}
      </CardContent>
      {leaving ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setLeaving(null))}
          title={`Remove “${apiKey.name}” from “${leaving.name}”?`}
          losses={['Calls to the plan’s stages with this key answer 403 within a second.']}
          description="What the key has used so far stays counted and applies again when it is added back."
          confirmLabel="Remove from plan"
          onConfirm={async () => (await remove.run({ usagePlanId: leaving.id, apiKeyId: apiKey.id })) !== null}
        />
      ) : null}
    </Card>
  );
}
