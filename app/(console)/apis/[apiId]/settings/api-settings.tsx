'use client';

import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { DangerAction, DangerZone, FormCard } from '@/components/form/shells';
import { PageBody } from '@/components/layout/page-body';
import { DeleteApiDialog } from '@/components/rest-api/delete-api-dialog';
import { showRestApi } from '@/components/rest-api/use-refresh-api';
import { useSettingsForm } from '@/components/rest-api/use-settings-form';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { Input } from '@/components/ui/input';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { Switch } from '@/components/ui/switch';
import { Textarea } from '@/components/ui/textarea';
import { updateRestApiAction } from '@/lib/actions/rest-api';
import { useCan } from '@/lib/client/member';
import { useRestApi } from '@/lib/client/rest-apis';
import { createRestApiInput, type RestApiDetail } from '@/lib/contract/rest-api';
import { EndpointCard } from './endpoint-card';
import { PayloadCard } from './payload-card';
import { PolicyCard } from './policy-card';

export function ApiSettings({ apiId }: Readonly<{ apiId: string }>) {
  const { data: api } = useRestApi(apiId);
  const mayWrite = useCan('rest-api:write');
  if (!api) {
    return (
      <PageBody width="narrow" aria-hidden="true" className="mx-0">
        <Skeleton className="h-72" />
        <Skeleton className="h-32" />
      </PageBody>
    );
  }
  return (
    <PageBody width="narrow" className="mx-0">
      <GeneralCard api={api} readOnly={!mayWrite} />
      <EndpointCard api={api} readOnly={!mayWrite} />
      <PolicyCard api={api} readOnly={!mayWrite} />
      <PayloadCard api={api} readOnly={!mayWrite} />
      <FactsCard api={api} />
      {mayWrite ? <DeleteZone api={api} /> : null}
    </PageBody>
  );
}

const schema = z.object({
  name: createRestApiInput.shape.name,
  description: z.string().max(1024, 'A description has at most 1,024 characters.'),
  executeApiEndpoint: z.boolean(),
});

function GeneralCard({ api, readOnly }: Readonly<{ api: RestApiDetail; readOnly: boolean }>) {
  const actionForm = useSettingsForm(
    schema,
    `API ${api.name}`,
    { name: api.name, description: api.description, executeApiEndpoint: !api.disableExecuteApiEndpoint },
    ({ executeApiEndpoint, ...values }) =>
      updateRestApiAction({
        restApiId: api.id,
        version: api.version,
        ...values,
        disableExecuteApiEndpoint: !executeApiEndpoint,
      }),
    { success: () => 'The settings were saved', onSaved: showRestApi },
  );
  const { form } = actionForm;
  const endpoint = form.watch('executeApiEndpoint');
  return (
    <FormCard
      actionForm={actionForm}
      title="General"
      submitLabel="Save settings"
      readOnly={readOnly}
      hint={endpoint === !api.disableExecuteApiEndpoint ? null : 'The endpoint changes with the next deployment.'}
    >
      <Field control={form.control} name="name" label="Name" required>
        {(field) => <Input {...field} autoComplete="off" />}
      </Field>
      <Field control={form.control} name="description" label="Description">
        {(field) => <Textarea {...field} rows={3} />}
      </Field>
      <Field
        control={form.control}
        name="executeApiEndpoint"
        label="Default endpoint"
        description="Answer at the execute-api host and path of every stage."
        layout="inline"
      >
        {({ value, onChange, ref, onBlur, name }) => (
          <Switch
            checked={value}
            onCheckedChange={onChange}
            ref={ref}
            onBlur={onBlur}
            name={name}
            disabled={readOnly}
          />
        )}
      </Field>
      {endpoint ? null : (
        <Alert variant="warning" title="Nothing can reach the API then">
          Without the default endpoint callers need a custom domain. All stages answer 403 from their next deployment
          on.
        </Alert>
      )}
    </FormCard>
  );
}

function FactsCard({ api }: Readonly<{ api: RestApiDetail }>) {
  const facts = [
    { label: 'ID', value: <span className="font-mono text-xs">{api.id}</span> },
    { label: 'API key source', value: api.apiKeySource === 'HEADER' ? 'x-api-key header' : 'Authorizer' },
    { label: 'Created', value: <RelativeTime at={api.createdAt} /> },
    { label: 'Last change', value: <RelativeTime at={api.updatedAt} /> },
  ];
  return (
    <Card>
      <CardHeader>
        <CardTitle>About</CardTitle>
      </CardHeader>
      <CardContent>
        <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-2">
          {facts.map((fact) => (
            <div key={fact.label} className="flex justify-between gap-3 border-b border-border pb-2 last:border-0">
              <dt className="text-muted-foreground">{fact.label}</dt>
              <dd className="min-w-0 truncate">{fact.value}</dd>
            </div>
          ))}
        </dl>
      </CardContent>
    </Card>
  );
}

function DeleteZone({ api }: Readonly<{ api: RestApiDetail }>) {
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <DangerZone>
        <DangerAction
          title="Delete API"
          description="Its stages stop answering at once. This can’t be undone."
          action={
            <Button variant="destructive" onClick={() => setDeleting(true)}>
              <Trash2 /> Delete API
            </Button>
          }
        />
      </DangerZone>
      <DeleteApiDialog api={api} open={deleting} onOpenChange={setDeleting} />
    </>
  );
}
