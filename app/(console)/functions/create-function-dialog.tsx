'use client';

import { useRouter } from 'next/navigation';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { RemoteFields } from '@/components/function/remote-fields';
import { STARTERS } from '@/components/function/starters';
import { useShowFunction } from '@/components/function/use-show-function';
import { Input } from '@/components/ui/input';
import { RadioCard, RadioGroup } from '@/components/ui/radio-group';
import { createFunctionAction } from '@/lib/actions/function';
import { routes } from '@/lib/client/routes';
import { createFunctionInput, FUNCTION_KINDS, functionName } from '@/lib/contract/function';

const schema = z
  .object({
    name: functionName,
    description: z.string(),
    kind: z.enum(FUNCTION_KINDS),
    starter: z.string(),
    remote: z.object({
      endpointUrl: z.string(),
      remoteName: z.string(),
      region: z.string(),
      accessKeyId: z.string(),
      secretAccessKey: z.string(),
    }),
  })
  .superRefine((values, context) => {
    const checked = createFunctionInput.safeParse(toInput(values));
    for (const issue of checked.success ? [] : checked.error.issues) {
      context.addIssue({ code: 'custom', path: fieldOf(issue.path.map(String)), message: issue.message });
    }
  });

type Values = z.output<typeof schema>;

const REMOTE_FIELDS = ['endpointUrl', 'remoteName', 'region'];

/** Where the form has what the contract names. */
function fieldOf(path: readonly string[]): string[] {
  if (path[0] === 'credentials') return ['remote', path[1] ?? 'accessKeyId'];
  return REMOTE_FIELDS.includes(path[0] ?? '') ? ['remote', path[0] ?? ''] : [...path];
}

function toInput({ name, description, kind, starter, remote }: Values) {
  if (kind === 'local') {
    const files = (STARTERS.find(({ id }) => id === starter) ?? STARTERS[0])?.files ?? [];
    return { kind, name, description, files: files.map((file) => ({ ...file })) };
  }
  const { accessKeyId, secretAccessKey, ...place } = remote;
  const isSigned = accessKeyId !== '' || secretAccessKey !== '';
  return { kind, name, description, ...place, ...(isSigned ? { credentials: { accessKeyId, secretAccessKey } } : {}) };
}

export function CreateFunctionDialog({
  open,
  onOpenChange,
}: Readonly<{ open: boolean; onOpenChange: (open: boolean) => void }>) {
  const router = useRouter();
  const show = useShowFunction();
  const actionForm = useActionForm(schema, (values: Values) => createFunctionAction(toInput(values)), {
    defaultValues: {
      name: '',
      description: '',
      kind: 'local',
      starter: STARTERS[0]?.id ?? '',
      remote: { endpointUrl: '', remoteName: '', region: 'us-east-1', accessKeyId: '', secretAccessKey: '' },
    },
    resetTo: 'defaults',
    success: (made) => `Function “${made.name}” was created`,
    onSuccess: (made) => {
      show(made);
      router.push(routes.function(made.name));
    },
  });
  const { control } = actionForm.form;
  const kind = useWatch({ control, name: 'kind' });
  return (
    <FormDialog
      actionForm={actionForm}
      title="Create function"
      description="Its name stays: methods and ARNs hold it."
      submitLabel="Create function"
      size="lg"
      open={open}
      onOpenChange={onOpenChange}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field control={control} name="name" label="Name" required>
          {(field) => <Input {...field} placeholder="list-pets" autoComplete="off" spellCheck={false} />}
        </Field>
        <Field control={control} name="description" label="Description">
          {(field) => <Input {...field} placeholder="What it is for" autoComplete="off" />}
        </Field>
      </div>
      <Field control={control} name="kind" label="Where it runs">
        {({ value, onChange, ref, onBlur }) => (
          <RadioGroup
            value={value}
            onValueChange={onChange}
            ref={ref}
            onBlur={onBlur}
            className="grid gap-2 sm:grid-cols-2"
          >
            <RadioCard value="local" title="Here" description="Node.js code, in processes beside the gateway." />
            <RadioCard
              value="remote"
              title="Elsewhere"
              description="Any endpoint that speaks Lambda’s Invoke API: AWS, or an emulator."
            />
          </RadioGroup>
        )}
      </Field>
      {kind === 'local' ? (
        <Field control={control} name="starter" label="Start with">
          {({ value, onChange, ref, onBlur }) => (
            <RadioGroup
              value={value}
              onValueChange={onChange}
              ref={ref}
              onBlur={onBlur}
              className="grid gap-2 sm:grid-cols-3"
            >
              {STARTERS.map(({ id, title, description }) => (
                <RadioCard key={id} value={id} title={title} description={description} />
              ))}
            </RadioGroup>
          )}
        </Field>
      ) : (
        <RemoteFields prefix="remote" credentials="optional" />
      )}
    </FormDialog>
  );
}
