'use client';

import Link from 'next/link';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { Field } from '@/components/form/form';
import { FormSheet } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { Markdown } from '@/components/portal/markdown';
import { Alert } from '@/components/ui/alert';
import { Badge } from '@/components/ui/badge';
import { Combobox } from '@/components/ui/combobox';
import { Input } from '@/components/ui/input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Switch } from '@/components/ui/switch';
import { Textarea } from '@/components/ui/textarea';
import { quotaShort, throttleShort } from '@/components/usage-plan/limit-text';
import { createProductAction, updateProductAction } from '@/lib/actions/product';
import { useRestApis } from '@/lib/client/rest-apis';
import { routes } from '@/lib/client/routes';
import { useUsagePlans } from '@/lib/client/usage-plans';
import { type CreateProductInput, createProductInput, type ProductSummary } from '@/lib/contract/portal';
import { plansOfStage } from './plans-of-stage';

export function ProductFormSheet({
  product,
  onClose,
  onSaved,
}: Readonly<{ product?: ProductSummary; onClose: () => void; onSaved: () => unknown }>) {
  const [opened] = useState(product);
  const apis = useRestApis();
  const actionForm = useActionForm(
    createProductInput,
    (input) =>
      opened
        ? updateProductAction({ ...input, productId: opened.id, version: opened.version })
        : createProductAction(input),
    {
      defaultValues: {
        restApiId: opened?.restApiId ?? '',
        stageName: opened?.stageName ?? '',
        title: opened?.title ?? '',
        summary: opened?.summary ?? '',
        documentation: opened?.documentation ?? '',
        published: opened?.published ?? false,
      } satisfies CreateProductInput,
      success: (saved) => `Product “${saved.title}” ${saved.published ? 'saved and published' : 'saved as a draft'}.`,
      onSuccess: async () => {
        await onSaved();
        onClose();
      },
    },
  );
  const { control, setValue, getFieldState, formState } = actionForm.form;
  const [restApiId, stageName, published] = useWatch({ control, name: ['restApiId', 'stageName', 'published'] });
  const stages = (apis.data ?? []).flatMap((api) =>
    api.stages.map((stage) => ({
      value: `${api.id}/${stage.name}`,
      label: `${api.name} / ${stage.name}`,
      api,
      stage,
    })),
  );

  return (
    <FormSheet
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      actionForm={actionForm}
      size="lg"
      title={opened ? `Edit “${opened.title}”` : 'New product'}
      description="Shown to every consumer of the developer portal once it is published."
      submitLabel={opened ? 'Save product' : published ? 'Publish product' : 'Save draft'}
    >
      <Field
        control={control}
        name="stageName"
        label="Stage"
        required
        description="Its routes are listed as the product’s operations, and follow each deployment."
      >
        {({ name: _name, ref: _ref, onChange: _onChange, value: _value, ...field }) => (
          <Combobox
            {...field}
            placeholder={
              apis.isPending ? 'Loading stages…' : stages.length === 0 ? 'No API has a stage yet' : 'Choose a stage…'
            }
            searchPlaceholder="Search APIs and stages"
            disabled={stages.length === 0}
            options={stages}
            value={restApiId ? `${restApiId}/${stageName}` : null}
            onValueChange={(value) => {
              const option = stages.find((candidate) => candidate.value === value);
              if (!option) return;
              const settings = { shouldDirty: true, shouldValidate: true };
              setValue('restApiId', option.api.id, settings);
              setValue('stageName', option.stage.name, settings);
              // A name is there already; most products are called like their API.
              if (!opened && !getFieldState('title', formState).isDirty) setValue('title', option.api.name, settings);
            }}
          />
        )}
      </Field>
      {restApiId ? <PlansShown restApiId={restApiId} stageName={stageName} /> : null}
      <Field control={control} name="title" label="Title" required>
        {(field) => <Input {...field} autoComplete="off" />}
      </Field>
      <Field control={control} name="summary" label="Summary" description="One or two sentences for the catalogue.">
        {(field) => <Textarea {...field} rows={2} />}
      </Field>
      <DocumentationField control={control} />
      <Field
        control={control}
        name="published"
        label="Published"
        layout="inline"
        description="Off: only you can see it, here. Subscriptions that exist keep working."
      >
        {({ value, onChange, ...field }) => (
          <Switch {...field} checked={value ?? false} onCheckedChange={(on) => onChange(on)} />
        )}
      </Field>
    </FormSheet>
  );
}

function PlansShown({ restApiId, stageName }: Readonly<{ restApiId: string; stageName: string }>) {
  const plans = useUsagePlans();
  if (!plans.data) return null;
  const all = plansOfStage(plans.data, { restApiId, stageName });
  const offered = all.filter((plan) => plan.portalVisible);
  if (offered.length === 0) {
    return (
      <Alert variant="warning" title="No plan can be subscribed to">
        {all.length === 0
          ? 'No usage plan has this stage. '
          : `${all.map((plan) => `“${plan.name}”`).join(', ')} ${all.length === 1 ? 'has' : 'have'} this stage, but ${all.length === 1 ? 'is' : 'are'} not offered in the portal. `}
        <Link href={routes.plans()} className="text-foreground underline underline-offset-4">
          Go to usage plans
        </Link>
      </Alert>
    );
  }
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-sm font-medium">Plans shown</p>
      <ul className="flex flex-col divide-y divide-border rounded-md border border-border">
        {offered.map((plan) => (
          <li key={plan.id} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-1.5 text-sm">
            <Link href={routes.plan(plan.id)} className="font-medium underline-offset-4 hover:underline">
              {plan.name}
            </Link>
            {plan.approvalRequired ? <Badge variant="outline">On approval</Badge> : null}
            <span className="ml-auto text-xs text-muted-foreground">
              {[plan.priceText, throttleShort(plan.throttle), quotaShort(plan.quota)].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      <p className="text-xs text-muted-foreground">Every plan that has this stage and is offered in the portal.</p>
    </div>
  );
}

type ProductControl = Parameters<typeof Field<CreateProductInput, 'documentation'>>[0]['control'];

function DocumentationField({ control }: Readonly<{ control: unknown }>) {
  const [mode, setMode] = useState<'write' | 'preview'>('write');
  return (
    <div className="relative">
      <SegmentedControl
        aria-label="Documentation"
        size="sm"
        className="absolute -top-1 right-0 z-10"
        value={mode}
        onValueChange={setMode}
        options={[
          { value: 'write', label: 'Write' },
          { value: 'preview', label: 'Preview' },
        ]}
      />
      <Field
        control={control as ProductControl}
        name="documentation"
        label="Documentation"
        description="GitHub-flavoured Markdown, up to 32,000 characters."
      >
        {(field) =>
          mode === 'write' ? (
            <Textarea {...field} rows={12} className="font-mono text-xs" />
          ) : (
            <div className="min-h-64 rounded-md border border-border p-4">
              {field.value ? (
                <Markdown text={field.value} />
              ) : (
                <p className="text-sm text-muted-foreground">Nothing to preview yet.</p>
              )}
            </div>
          )
        }
      </Field>
    </div>
  );
}
