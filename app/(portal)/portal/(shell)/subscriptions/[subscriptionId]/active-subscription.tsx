'use client';

import { useId, useState } from 'react';
import { CodeSamples } from '@/components/code-samples/code-samples';
import { joinUrl } from '@/components/code-samples/samples';
import { useAction } from '@/components/form/use-action';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { Switch } from '@/components/ui/switch';
import { QuotaMeter } from '@/components/usage/quota-meter';
import { UsageChart } from '@/components/usage/usage-chart';
import { totalUsed, usageRange } from '@/components/usage/usage-range';
import { countText, quotaText, throttleText } from '@/components/usage-plan/limit-text';
import { revealSubscriptionKeyAction } from '@/lib/actions/portal';
import type { MySubscription } from '@/lib/contract/portal';
import { KeyCard } from './key-card';

const DAYS = 30;

/** The key, its use and how to call. The revealed value is kept here: key and samples show the same. */
export function ActiveSubscription({ subscription }: Readonly<{ subscription: MySubscription }>) {
  const [revealed, setRevealed] = useState<{ keyId: string; hint: string; value: string } | null>(null);
  const reveal = useAction(revealSubscriptionKeyAction);
  const key = subscription.keys.find((one) => one.rotatedFromId === null);
  // A key that was rotated elsewhere has another value by now.
  const value = revealed && key && revealed.keyId === key.id && revealed.hint === key.valueHint ? revealed.value : null;

  async function obtain(): Promise<string | null> {
    if (value !== null || !key) return value;
    const answer = await reveal.run({ subscriptionId: subscription.id, apiKeyId: key.id });
    if (!answer) return null;
    remember(key.id, answer.data.value);
    return answer.data.value;
  }
  function remember(keyId: string, fresh: string) {
    setRevealed({ keyId, hint: fresh.slice(-4), value: fresh });
  }

  return (
    <div className="grid items-start gap-4 md:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <KeyCard subscription={subscription} apiKey={key} value={value} obtain={obtain} onNewValue={remember} />
        <SampleCard subscription={subscription} value={value} obtain={obtain} revealing={reveal.pending} />
      </div>
      <UsageCard subscription={subscription} />
    </div>
  );
}

function UsageCard({ subscription }: Readonly<{ subscription: MySubscription }>) {
  const usage = subscription.usage[0];
  return (
    <Card>
      <CardHeader>
        <CardTitle>Usage</CardTitle>
        <CardDescription>
          {throttleText(subscription.throttle)} · {quotaText(subscription.quota)}
        </CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        {usage?.quota ? (
          <QuotaMeter quota={usage.quota} />
        ) : (
          <p className="text-sm text-muted-foreground">{countText(totalUsed(usage?.days ?? []), 'call')} in 30 days</p>
        )}
        <UsageChart days={usage?.days ?? []} range={usageRange(DAYS)} label="Calls by day" />
        <p className="text-xs text-muted-foreground">Last 30 days, UTC. Refused calls are not counted.</p>
      </CardContent>
    </Card>
  );
}

function SampleCard({
  subscription,
  value,
  obtain,
  revealing,
}: Readonly<{
  subscription: MySubscription;
  value: string | null;
  obtain: () => Promise<string | null>;
  revealing: boolean;
}>) {
  const [withKey, setWithKey] = useState(false);
  const id = useId();
  return (
    <Card>
      <CardHeader>
        <CardTitle>Call it</CardTitle>
        <CardDescription className="flex flex-wrap items-center">
          <code className="font-mono text-xs wrap-anywhere">{subscription.baseUrl}</code>
          <CopyButton value={subscription.baseUrl} label="Copy base URL" size="icon-xs" />
        </CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-3">
        <div className="flex items-center gap-2 text-sm">
          <Switch
            id={id}
            checked={withKey}
            disabled={revealing}
            onCheckedChange={async (on) => setWithKey(on && (await obtain()) !== null)}
          />
          <label htmlFor={id}>Show my key in the samples</label>
        </div>
        <CodeSamples
          method="GET"
          url={joinUrl(subscription.baseUrl, subscription.samplePath)}
          apiKey={withKey && value !== null ? value : undefined}
        />
      </CardContent>
    </Card>
  );
}
