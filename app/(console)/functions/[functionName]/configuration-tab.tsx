'use client';

import { Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { NumberInput } from '@/components/form/number-input';
import { DangerAction, DangerZone, FormCard } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { useShowFunction } from '@/components/function/use-show-function';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { updateFunctionAction } from '@/lib/actions/function';
import { useCan } from '@/lib/client/member';
import { publishText } from '@/lib/client/publish-text';
import { routes } from '@/lib/client/routes';
import {
  type FunctionDetail,
  type FunctionVersion,
  MAX_MEMORY_MB,
  MAX_TIMEOUT_SECONDS,
  MIN_MEMORY_MB,
  updateFunctionInput,
} from '@/lib/contract/function';
import { DeleteFunctionDialog } from '../delete-function-dialog';
import { EnvironmentCard } from './environment-card';
import { RemoteCard } from './remote-card';

export function ConfigurationTab({ detail }: Readonly<{ detail: FunctionDetail }>) {
  const router = useRouter();
  const mayWrite = useCan('function:write');
  const [deleting, setDeleting] = useState(false);
  return (
    <div className="flex flex-col gap-4">
      {detail.latest ? (
        <>
          <SettingsCard detail={detail} latest={detail.latest} />
          <EnvironmentCard detail={detail} names={detail.latest.environmentNames} />
        </>
      ) : (
        <RemoteCard detail={detail} />
      )}
      {mayWrite ? (
        <DangerZone>
          <DangerAction
            title="Delete this function"
            description="With its versions, aliases and permissions. Methods that call it have to be changed first."
            action={
              <Button variant="destructive" onClick={() => setDeleting(true)}>
                <Trash2 /> Delete function
              </Button>
            }
          />
        </DangerZone>
      ) : null}
      {deleting ? (
        <DeleteFunctionDialog
          functionName={detail.name}
          onClose={() => setDeleting(false)}
          onDeleted={() => router.push(routes.functions())}
        />
      ) : null}
    </div>
  );
}

const shape = updateFunctionInput.required().shape;
const settings = z.object({
  description: shape.description,
  handler: shape.handler,
  memoryMb: shape.memoryMb,
  timeoutSeconds: shape.timeoutSeconds,
  /** Empty: none reserved. */
  reservedConcurrency: shape.reservedConcurrency,
});

function SettingsCard({ detail, latest }: Readonly<{ detail: FunctionDetail; latest: FunctionVersion }>) {
  const show = useShowFunction();
  const mayWrite = useCan('function:write');
  const values = {
    description: detail.description,
    handler: latest.handler,
    memoryMb: latest.memoryMb,
    timeoutSeconds: latest.timeoutSeconds,
    reservedConcurrency: detail.reservedConcurrency,
  };
  const actionForm = useActionForm(
    settings,
    (input: z.output<typeof settings>) =>
      updateFunctionAction({ functionName: detail.name, version: detail.version, ...input }),
    {
      defaultValues: values,
      values,
      success: ({ publish }) => `Configuration saved. ${publishText(publish)}`,
      onSuccess: show,
    },
  );
  const { control } = actionForm.form;
  return (
    <FormCard
      actionForm={actionForm}
      title="Settings"
      description="Of $LATEST. Published versions keep what they were published with."
      submitLabel="Save settings"
      readOnly={!mayWrite}
    >
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field control={control} name="description" label="Description" className="sm:col-span-2">
          {(field) => <Input {...field} autoComplete="off" />}
        </Field>
        <Field
          control={control}
          name="handler"
          label="Handler"
          required
          description="File without its ending, a dot, the exported function."
        >
          {(field) => <Input {...field} autoComplete="off" spellCheck={false} className="font-mono text-xs" />}
        </Field>
        <Field
          control={control}
          name="reservedConcurrency"
          label="Reserved concurrency"
          description="At most this many at once; 0 stops it. Empty: as many as the host has free."
        >
          {({ value, onChange, ref, onBlur, name }) => (
            <NumberInput
              value={value}
              onChange={onChange}
              ref={ref}
              onBlur={onBlur}
              name={name}
              integer
              min={0}
              max={1000}
            />
          )}
        </Field>
        <Field control={control} name="memoryMb" label="Memory" required description="A run that needs more is ended.">
          {({ value, onChange, ref, onBlur, name }) => (
            <NumberInput
              value={value}
              onChange={onChange}
              ref={ref}
              onBlur={onBlur}
              name={name}
              integer
              min={MIN_MEMORY_MB}
              max={MAX_MEMORY_MB}
              step={64}
              unit="MB"
            />
          )}
        </Field>
        <Field
          control={control}
          name="timeoutSeconds"
          label="Timeout"
          required
          description="A method waits at most 29 s for it, whatever this says."
        >
          {({ value, onChange, ref, onBlur, name }) => (
            <NumberInput
              value={value}
              onChange={onChange}
              ref={ref}
              onBlur={onBlur}
              name={name}
              integer
              min={1}
              max={MAX_TIMEOUT_SECONDS}
              unit="s"
            />
          )}
        </Field>
      </div>
    </FormCard>
  );
}
