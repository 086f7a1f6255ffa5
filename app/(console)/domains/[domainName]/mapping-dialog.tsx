'use client';

import { useWatch } from 'react-hook-form';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { Input } from '@/components/ui/input';
import { SimpleSelect } from '@/components/ui/select';
import { createBasePathMappingAction, updateBasePathMappingAction } from '@/lib/actions/domain-name';
import { useRefreshDomainNames } from '@/lib/client/domain-names';
import { publishText } from '@/lib/client/publish-text';
import { useRestApis } from '@/lib/client/rest-apis';
import { useStages } from '@/lib/client/stages';
import { type BasePathMapping, basePathMappingInput, NO_BASE_PATH } from '@/lib/contract/domain-name';

interface Props {
  domainName: string;
  /** Null: a new one. */
  mapping: BasePathMapping | null;
  onClose: () => void;
}

export function MappingDialog({ domainName, mapping, onClose }: Readonly<Props>) {
  const refresh = useRefreshDomainNames();
  const apis = useRestApis();
  const actionForm = useActionForm(
    basePathMappingInput,
    ({ basePath, restApiId, stageName }) =>
      mapping === null
        ? createBasePathMappingAction({ domainName, basePath, restApiId, stageName })
        : updateBasePathMappingAction({
            domainName,
            basePath: mapping.basePath,
            newBasePath: basePath,
            restApiId,
            stageName,
          }),
    {
      defaultValues: {
        domainName,
        basePath: mapping === null || mapping.basePath === NO_BASE_PATH ? '' : mapping.basePath,
        restApiId: mapping?.restApiId ?? '',
        stageName: mapping?.stageName ?? '',
      },
      success: ({ publish }) => `The mapping was ${mapping === null ? 'added' : 'saved'}. ${publishText(publish)}`,
      onSuccess: () => {
        refresh();
        onClose();
      },
    },
  );
  const { form } = actionForm;
  const restApiId = useWatch({ control: form.control, name: 'restApiId' });
  return (
    <FormDialog
      actionForm={actionForm}
      title={mapping === null ? 'Add base path mapping' : 'Edit base path mapping'}
      submitLabel={mapping === null ? 'Add mapping' : 'Save mapping'}
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <Field
        control={form.control}
        name="basePath"
        label="Base path"
        description={`The first part of the path behind ${domainName}. Empty: every path that no other mapping takes.`}
      >
        {(field) => (
          <Input
            {...field}
            value={field.value ?? ''}
            placeholder="orders/v1"
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-xs"
          />
        )}
      </Field>
      <Field control={form.control} name="restApiId" label="API" required>
        {({ value, onChange, ...field }) => (
          <SimpleSelect
            {...field}
            // The select takes an empty text for a choice.
            value={value || null}
            onValueChange={(next) => {
              form.setValue('stageName', '', { shouldDirty: true });
              onChange(next);
            }}
            placeholder="Choose an API"
            options={(apis.data ?? []).map(({ id, name }) => ({ value: id, label: name, description: id }))}
          />
        )}
      </Field>
      <Field
        control={form.control}
        name="stageName"
        label="Stage"
        description="In the path: callers name it after the base path."
      >
        {({ value = '', onChange, ...field }) => (
          <StageSelect
            {...field}
            restApiId={restApiId}
            value={value || ANY}
            onValueChange={(next) => onChange(next === ANY ? '' : next)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

/** A select takes an empty text for nothing chosen. No stage has this name. */
const ANY = '*';
const IN_PATH = { value: ANY, label: 'In the path' };

type StageSelectProps = Omit<Parameters<typeof SimpleSelect>[0], 'options'> & { restApiId: string; value: string };

function StageSelect({ restApiId, ...props }: Readonly<StageSelectProps>) {
  return restApiId === '' ? (
    <SimpleSelect {...props} options={[IN_PATH]} disabled />
  ) : (
    <StagesOfApi {...props} restApiId={restApiId} />
  );
}

function StagesOfApi({ restApiId, ...props }: Readonly<StageSelectProps>) {
  const { data: stages = [] } = useStages(restApiId);
  const names = stages.map(({ name }) => name);
  // One that was deleted since is still what the mapping says.
  const known = props.value === ANY || names.includes(props.value) ? names : [...names, props.value];
  return <SimpleSelect {...props} options={[IN_PATH, ...known.map((name) => ({ value: name, label: name }))]} />;
}
