'use client';

import { ScanSearch } from 'lucide-react';
import { useRef, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { Field, Form } from '@/components/form/form';
import { useActionForm } from '@/components/form/use-action-form';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Input } from '@/components/ui/input';
import { SimpleSelect } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { Switch } from '@/components/ui/switch';
import { simulateAccessAction } from '@/lib/actions/access';
import type { SimulatedAccess } from '@/lib/contract/access-simulation';
import { HTTP_VERBS } from '@/lib/contract/common';
import { AccessAnswer } from './access-answer';
import { CallerFields } from './caller-fields';
import {
  EXAMPLE_ANSWER,
  examplePath,
  type Question,
  questionSchema,
  sideOptions,
  type Target,
  toInput,
} from './question';

interface Answered {
  readonly access: SimulatedAccess;
  readonly isAnonymous: boolean;
}

export function AccessForm({
  apiId,
  stageNames,
  targets,
}: Readonly<{ apiId: string; stageNames: readonly string[]; targets: readonly Target[] }>) {
  const [answered, setAnswered] = useState<Answered | null>(null);
  const answerRef = useRef<HTMLElement>(null);
  const sides = sideOptions(stageNames);
  const first = targets[0];
  const { form, submit, pending } = useActionForm(
    questionSchema,
    (question) => simulateAccessAction(toInput(apiId, question, Date.now())),
    {
      defaultValues: {
        ...{
          side: sides[0]?.value ?? '',
          target: first?.value ?? '',
          verb: 'GET',
          path: examplePath(first?.path ?? '/'),
        },
        caller: { kind: 'anonymous', name: '', arn: '', policy: '', answer: EXAMPLE_ANSWER },
        ...{ sourceIp: '192.0.2.1', at: '', userAgent: '', referer: '', secure: false, vpcEndpointId: '' },
      },
      resetTo: 'none',
      onSuccess: (access, { caller }) => {
        setAnswered({ access, isAnonymous: caller.kind === 'anonymous' });
        // On a phone the answer is below the fold.
        requestAnimationFrame(() => answerRef.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' }));
      },
    },
  );
  const { target } = useWatch({ control: form.control }) as Question;

  function choose(value: string) {
    form.setValue('target', value);
    form.setValue('path', examplePath(targets.find((it) => it.value === value)?.path ?? '/'));
  }

  return (
    <div className="grid gap-6 xl:grid-cols-2">
      <Form form={form} onSubmit={submit} aria-label="Who calls what" className="flex min-w-0 flex-col gap-5">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field control={form.control} name="side" label="Definition">
            {({ onChange, ...field }) => <SimpleSelect {...field} onValueChange={onChange} options={sides} />}
          </Field>
          <Field control={form.control} name="target" label="Method">
            {({ onChange: _, ...field }) => <SimpleSelect {...field} onValueChange={choose} options={targets} />}
          </Field>
          {target.startsWith('ANY ') ? (
            <Field control={form.control} name="verb" label="Verb">
              {({ onChange, ...field }) => <SimpleSelect {...field} onValueChange={onChange} options={VERBS} />}
            </Field>
          ) : null}
          <Field control={form.control} name="path" label="Path" description="As a client sends it, below the stage.">
            {(field) => <Input {...field} spellCheck={false} autoComplete="off" className="font-mono text-xs" />}
          </Field>
        </div>
        <CallerFields />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field control={form.control} name="sourceIp" label="Source IP">
            {(field) => <Input {...field} spellCheck={false} autoComplete="off" className="font-mono text-xs" />}
          </Field>
          <Field control={form.control} name="at" label="Time" description="Empty: now.">
            {(field) => <Input {...field} type="datetime-local" />}
          </Field>
          <Field control={form.control} name="userAgent" label="User agent">
            {(field) => <Input {...field} spellCheck={false} autoComplete="off" />}
          </Field>
          <Field control={form.control} name="referer" label="Referer">
            {(field) => <Input {...field} spellCheck={false} autoComplete="off" placeholder="https://shop.example/" />}
          </Field>
          <Field
            control={form.control}
            name="vpcEndpointId"
            label="VPC endpoint"
            description="Empty: by the public door, where private APIs are unknown."
          >
            {(field) => (
              <Input
                {...field}
                spellCheck={false}
                autoComplete="off"
                placeholder="vpce-0123456789abcdef0"
                className="font-mono text-xs"
              />
            )}
          </Field>
          <Field
            control={form.control}
            name="secure"
            label="Over TLS"
            description="What aws:SecureTransport says."
            layout="inline"
          >
            {({ value, onChange, ...field }) => <Switch {...field} checked={value} onCheckedChange={onChange} />}
          </Field>
        </div>
        <div className="sticky bottom-0 -mx-1 bg-background/90 px-1 py-2 backdrop-blur-sm">
          <Button type="submit" loading={pending}>
            <ScanSearch /> Simulate
          </Button>
        </div>
      </Form>
      <section ref={answerRef} aria-label="Answer" aria-busy={pending} className="min-w-0 scroll-mt-16">
        {pending ? <Skeleton className="h-64" /> : null}
        {!pending && answered ? <AccessAnswer {...answered} /> : null}
        {pending || answered ? null : (
          <EmptyState
            icon={<ScanSearch />}
            title="Nothing asked yet"
            description="The answer comes here, with each policy that was asked and the statement that decided."
            className="rounded-lg border border-dashed border-border"
          />
        )}
      </section>
    </div>
  );
}

const VERBS = HTTP_VERBS.map((verb) => ({ value: verb, label: verb }));
