'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { NumberInput } from '@/components/form/number-input';
import { DangerAction, DangerZone, FormCard } from '@/components/form/shells';
import { useAction } from '@/components/form/use-action';
import { useActionForm } from '@/components/form/use-action-form';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card, CardAction, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { Input } from '@/components/ui/input';
import { SimpleSelect } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { deleteUserPoolAction, rotateUserPoolKeysAction, updateUserPoolAction } from '@/lib/actions/user-pool';
import { useCan } from '@/lib/client/member';
import { publishText } from '@/lib/client/publish-text';
import { routes } from '@/lib/client/routes';
import { userPoolKeys } from '@/lib/client/user-pools';
import { MFA_CONFIGURATIONS, passwordPolicy, type UserPoolDetail } from '@/lib/contract/user-pool';

const schema = z.object({
  name: z.string().trim().min(1, 'Give the user pool a name.').max(128),
  selfSignUp: z.boolean(),
  mfaConfiguration: z.enum(MFA_CONFIGURATIONS),
  passwordPolicy: passwordPolicy.required(),
});

const MFA = [
  { value: 'OFF', label: 'Off' },
  { value: 'OPTIONAL', label: 'Each user’s own choice' },
  { value: 'ON', label: 'Required of everyone' },
] as const;

const RULES = [
  ['passwordPolicy.requireLowercase', 'A lowercase letter'],
  ['passwordPolicy.requireUppercase', 'An uppercase letter'],
  ['passwordPolicy.requireNumbers', 'A digit'],
  ['passwordPolicy.requireSymbols', 'A symbol'],
] as const;

export function SettingsTab({ pool }: Readonly<{ pool: UserPoolDetail }>) {
  const mayWrite = useCan('user-pool:write');
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: userPoolKeys.all });
  const { name, selfSignUp, mfaConfiguration, passwordPolicy: policy } = pool;
  const actionForm = useActionForm(
    schema,
    (values: z.output<typeof schema>) =>
      updateUserPoolAction({ userPoolId: pool.id, version: pool.version, ...values }),
    {
      defaultValues: { name, selfSignUp, mfaConfiguration, passwordPolicy: policy },
      values: { name, selfSignUp, mfaConfiguration, passwordPolicy: policy },
      success: 'The user pool was saved',
      onSuccess: refresh,
      onReload: refresh,
    },
  );
  const { control } = actionForm.form;
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <FormCard actionForm={actionForm} title="Settings" submitLabel="Save" readOnly={!mayWrite}>
        <Field control={control} name="name" label="Name" required>
          {(field) => <Input {...field} autoComplete="off" />}
        </Field>
        <Field control={control} name="selfSignUp" label="People may sign up by themselves" layout="inline">
          {({ value, onChange, ref, onBlur }) => (
            <Switch checked={value} onCheckedChange={onChange} ref={ref} onBlur={onBlur} />
          )}
        </Field>
        <Field
          control={control}
          name="mfaConfiguration"
          label="Second factor"
          description="Six-digit codes of an authenticator app."
        >
          {({ value, onChange, ref, onBlur }) => (
            <SimpleSelect options={MFA} value={value} onValueChange={onChange} ref={ref} onBlur={onBlur} />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field control={control} name="passwordPolicy.minimumLength" label="Shortest password">
            {(field) => <NumberInput {...field} integer min={6} max={99} unit="characters" />}
          </Field>
          <Field
            control={control}
            name="passwordPolicy.temporaryPasswordValidityDays"
            label="Temporary passwords are good for"
          >
            {(field) => <NumberInput {...field} integer min={1} max={365} unit="days" />}
          </Field>
          {RULES.map(([rule, label]) => (
            <Field key={rule} control={control} name={rule} label={label} layout="inline">
              {({ value, onChange, ref, onBlur }) => (
                <Switch checked={value} onCheckedChange={onChange} ref={ref} onBlur={onBlur} />
              )}
            </Field>
          ))}
        </div>
      </FormCard>
      <KeysCard pool={pool} mayWrite={mayWrite} />
      {mayWrite ? <DeleteZone pool={pool} /> : null}
    </div>
  );
}

function KeysCard({ pool, mayWrite }: Readonly<{ pool: UserPoolDetail; mayWrite: boolean }>) {
  const client = useQueryClient();
  const rotate = useAction(rotateUserPoolKeysAction, {
    success: ({ publish }) => `The next key signs from now on. ${publishText(publish)}`,
    onSuccess: () => void client.invalidateQueries({ queryKey: userPoolKeys.detail(pool.id) }),
  });
  return (
    <Card>
      <CardHeader>
        <CardTitle>Signing keys</CardTitle>
        <CardDescription>
          Tokens that a retired key signed stay good until they expire. Applications read the keys from the issuer.
        </CardDescription>
        {mayWrite ? (
          <CardAction>
            <Button
              variant="outline"
              disabled={rotate.pending}
              onClick={() => void rotate.run({ userPoolId: pool.id })}
            >
              Rotate
            </Button>
          </CardAction>
        ) : null}
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        <span className="flex min-w-0 items-center gap-0.5">
          <code className="min-w-0 font-mono text-xs break-all">{pool.issuer}</code>
          <CopyButton value={pool.issuer} label="Copy issuer" size="icon-xs" />
        </span>
        <ul className="flex flex-col gap-2">
          {pool.keys.map(({ kid, status }) => (
            <li key={kid} className="flex items-center justify-between gap-4">
              <code className="min-w-0 truncate font-mono text-xs">{kid}</code>
              <Badge variant={status === 'CURRENT' ? 'success' : 'secondary'}>{status.toLowerCase()}</Badge>
            </li>
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}

function DeleteZone({ pool }: Readonly<{ pool: UserPoolDetail }>) {
  const client = useQueryClient();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const remove = useAction(deleteUserPoolAction, {
    success: `User pool “${pool.name}” was deleted`,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: userPoolKeys.list() });
      router.push(routes.userPools());
    },
  });
  return (
    <DangerZone>
      <DangerAction
        title="Delete this user pool"
        description="With all of its users. Tokens that are out are refused at once."
        action={
          <Button variant="destructive" onClick={() => setOpen(true)}>
            Delete…
          </Button>
        }
      />
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete user pool “${pool.name}”?`}
        losses={[`${pool.userCount} users`, `${pool.clientCount} app clients`, 'Its signing keys']}
        typeToConfirm={pool.name}
        confirmLabel="Delete user pool"
        onConfirm={async () => (await remove.run({ userPoolId: pool.id })) !== null}
      />
    </DangerZone>
  );
}
