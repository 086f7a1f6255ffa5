'use client';

import { useRouter } from 'next/navigation';
import { useId } from 'react';
import { useAction } from '@/components/form/use-action';
import { Card, CardContent } from '@/components/ui/card';
import { Label } from '@/components/ui/label';
import { Switch } from '@/components/ui/switch';
import { putSignInRuleAction } from '@/lib/actions/account';
import { useCan } from '@/lib/client/member';

export function SignInRuleCard({ ownersNeedTotp }: Readonly<{ ownersNeedTotp: boolean }>) {
  const router = useRouter();
  const id = useId();
  const mayWrite = useCan('member:write');
  const put = useAction(putSignInRuleAction, {
    success: ({ ownersNeedTotp }) =>
      ownersNeedTotp ? 'Owners must use an authenticator app now.' : 'Owners may sign in with the password alone.',
    onSuccess: () => router.refresh(),
  });
  return (
    <Card>
      <CardContent className="flex items-center gap-3">
        <div className="min-w-0 flex-1">
          <Label htmlFor={id}>Owners must use an authenticator app</Label>
          <p className="text-sm text-muted-foreground">
            Owners with a password set one up before they do anything else here. Outside providers have their own second
            factor.
          </p>
        </div>
        <Switch
          id={id}
          checked={ownersNeedTotp}
          disabled={!mayWrite || put.pending}
          onCheckedChange={(checked) => void put.run({ ownersNeedTotp: checked })}
        />
      </CardContent>
    </Card>
  );
}
