'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Ban, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { isExpired, KeyHint, KeyStatus } from '@/components/api-key/key-facts';
import { KeyValueDialog } from '@/components/api-key/key-value-dialog';
import { RotateKeyDialog } from '@/components/api-key/rotate-key-dialog';
import { useAction } from '@/components/form/use-action';
import { Alert } from '@/components/ui/alert';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Card, CardAction, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import { SecretField } from '@/components/ui/secret-field';
import {
  issueSubscriptionKeyAction,
  revokeSubscriptionKeyAction,
  rotateSubscriptionKeyAction,
} from '@/lib/actions/portal';
import { mySubscriptionKeys } from '@/lib/client/portal';
import { publishText } from '@/lib/client/publish-text';
import type { MySubscription, SubscriptionKey } from '@/lib/contract/portal';

type Key = MySubscription['keys'][number];

/** The consumer's key: look at it, replace it, end it, and the old value while its overlap lasts. */
export function KeyCard({
  subscription,
  apiKey,
  value,
  obtain,
  onNewValue,
}: Readonly<{
  subscription: MySubscription;
  apiKey: Key | undefined;
  /** Null: not revealed. */
  value: string | null;
  obtain: () => Promise<string | null>;
  onNewValue: (keyId: string, value: string) => void;
}>) {
  const client = useQueryClient();
  const [rotating, setRotating] = useState(false);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const [made, setMade] = useState<{ title: string; key: SubscriptionKey } | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: mySubscriptionKeys.all() });
  const takeNew = (title: string) => (key: SubscriptionKey) => {
    onNewValue(key.id, key.value);
    setMade({ title, key });
    setRotating(false);
    void refresh();
  };
  const revoke = useAction(revokeSubscriptionKeyAction, {
    success: (data) => `Ended. ${publishText(data.publish)}`,
    onSuccess: refresh,
  });
  const issue = useAction(issueSubscriptionKeyAction, { onSuccess: takeNew('Your new key') });

  const oldValues = subscription.keys.filter((key) => key.rotatedFromId !== null && !isExpired(key.expiresAt));
  const works = apiKey?.enabled === true && !isExpired(apiKey.expiresAt);

  return (
    <Card>
      <CardHeader>
        <CardTitle>Your key</CardTitle>
        <CardDescription>Send it in the x-api-key header. Keep it out of browsers and repositories.</CardDescription>
        {apiKey ? (
          <CardAction>
            <KeyStatus apiKey={apiKey} />
          </CardAction>
        ) : null}
      </CardHeader>
      <CardContent className="flex flex-col gap-3">
        {apiKey && works ? (
          <>
            <SecretField
              key={apiKey.valueHint}
              label="your API key"
              masked={`••••••••••••••••${apiKey.valueHint}`}
              value={value ?? undefined}
              onReveal={obtain}
            />
            <div className="flex flex-wrap gap-2">
              <Button variant="outline" onClick={() => setRotating(true)}>
                <RotateCw /> Rotate
              </Button>
              <Button variant="ghost-destructive" onClick={() => setRevoking(apiKey)}>
                <Ban /> Revoke
              </Button>
            </div>
          </>
        ) : apiKey && !apiKey.enabled ? (
          <Alert variant="destructive" title="The owner has turned your key off">
            Calls with it answer 403. Ask the owner of this API about it.
          </Alert>
        ) : (
          <Alert
            variant="warning"
            title="You have no working key"
            action={
              <Button
                size="sm"
                loading={issue.pending}
                onClick={() => void issue.run({ subscriptionId: subscription.id })}
              >
                Get a new key
              </Button>
            }
          >
            You revoked the last one. A new key goes on with the same quota.
          </Alert>
        )}
        {oldValues.length > 0 ? (
          <ul className="flex flex-col gap-1.5" aria-label="Old values">
            {oldValues.map((old) => (
              <li
                key={old.id}
                className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md border border-warning/30 bg-warning/8 py-1.5 pr-1.5 pl-3 text-sm"
              >
                <span>
                  Old value <KeyHint hint={old.valueHint} /> works until{' '}
                  {old.expiresAt ? <RelativeTime at={old.expiresAt} className="font-medium" /> : 'you end it'}
                </span>
                <Button variant="ghost" size="sm" className="ml-auto" onClick={() => setRevoking(old)}>
                  End now
                </Button>
              </li>
            ))}
          </ul>
        ) : null}
      </CardContent>

      {apiKey && rotating ? (
        <RotateKeyDialog
          open
          onOpenChange={setRotating}
          keyName={subscription.product.title}
          rotate={(overlapSeconds) =>
            rotateSubscriptionKeyAction({ subscriptionId: subscription.id, apiKeyId: apiKey.id, overlapSeconds })
          }
          onRotated={takeNew('Your key has a new value')}
        />
      ) : null}
      {made ? (
        <KeyValueDialog
          title={made.title}
          description="Put it where you call the API from. You can look at it again on this page."
          value={made.key.value}
          onClose={() => setMade(null)}
        />
      ) : null}
      {revoking ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setRevoking(null))}
          title={revoking.rotatedFromId ? 'End the old value now?' : 'Revoke your key?'}
          description={
            revoking.rotatedFromId
              ? 'Your current key stays as it is.'
              : 'The subscription stays, and you can get a new key. To change keys without an outage, rotate instead.'
          }
          losses={[
            `Calls with the value ending in ${revoking.valueHint} answer 403 within a second.`,
            ...(revoking.rotatedFromId === null && oldValues.length > 0
              ? ['The old value in its overlap ends too.']
              : []),
          ]}
          confirmLabel={revoking.rotatedFromId ? 'End old value' : 'Revoke key'}
          onConfirm={async () =>
            (await revoke.run({ subscriptionId: subscription.id, apiKeyId: revoking.id })) !== null
          }
        />
      ) : null}
    </Card>
  );
}
