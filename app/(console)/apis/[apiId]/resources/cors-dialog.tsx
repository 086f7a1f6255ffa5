'use client';

import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { Field, Form } from '@/components/form/form';
import { useActionForm } from '@/components/form/use-action-form';
import { showResource, useShowChange } from '@/components/rest-api/use-refresh-api';
import { Button } from '@/components/ui/button';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { enableCorsAction } from '@/lib/actions/resource';
import { METHOD_KEYS } from '@/lib/contract/common';
import { type EnableCorsResult, enableCorsInput, type ResourceNode } from '@/lib/contract/resource';
import { CheckList } from './check-list';

const GATEWAY_RESPONSES = ['DEFAULT_4XX', 'DEFAULT_5XX'] as const;
const DEFAULT_HEADERS = 'Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token';

const schema = z.object({
  allowOrigin: enableCorsInput.shape.allowOrigin.removeDefault().min(1, 'Enter an origin, or * for all.'),
  allowHeaders: enableCorsInput.shape.allowHeaders.removeDefault(),
  methods: z.array(z.enum(METHOD_KEYS)),
  gatewayResponses: z.array(z.enum(GATEWAY_RESPONSES)),
});

interface Props {
  apiId: string;
  resource: ResourceNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Makes the OPTIONS method and the headers that browsers ask for, then says what it did and what is left to do. */
export function CorsDialog({ open, onOpenChange, ...props }: Readonly<Props>) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent>
        <CorsContent {...props} onClose={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

function CorsContent({
  apiId,
  resource,
  onClose,
}: Readonly<Omit<Props, 'open' | 'onOpenChange'> & { onClose: () => void }>) {
  const show = useShowChange();
  const [done, setDone] = useState<EnableCorsResult | null>(null);
  const methods = resource.methods.map((method) => method.httpMethod).filter((method) => method !== 'OPTIONS');
  const actionForm = useActionForm(
    schema,
    (values) => enableCorsAction({ restApiId: apiId, resourceId: resource.id, ...values }),
    {
      defaultValues: {
        allowOrigin: '*',
        allowHeaders: DEFAULT_HEADERS,
        methods,
        gatewayResponses: [...GATEWAY_RESPONSES],
      },
      onSuccess: (result) => {
        setDone(result);
        show(showResource(apiId, result.resource));
      },
    },
  );
  if (done) return <CorsResult path={resource.path} result={done} onClose={onClose} />;

  const { control } = actionForm.form;
  return (
    <Form form={actionForm.form} onSubmit={actionForm.submit} className="flex min-h-0 flex-col">
      <DialogHeader>
        <DialogTitle>Enable CORS</DialogTitle>
        <DialogDescription>
          Lets pages of other origins call <span className="font-mono text-xs">{resource.path}</span> from the browser.
        </DialogDescription>
      </DialogHeader>
      <DialogBody>
        <Field control={control} name="allowOrigin" label="Access-Control-Allow-Origin" required>
          {(field) => <Input {...field} spellCheck={false} className="font-mono text-xs" />}
        </Field>
        <Field control={control} name="allowHeaders" label="Access-Control-Allow-Headers">
          {(field) => <Input {...field} spellCheck={false} className="font-mono text-xs" />}
        </Field>
        {methods.length > 0 ? (
          <Field
            control={control}
            name="methods"
            label="Methods"
            description="Allowed in the preflight answer, and their 200 sends the origin too."
          >
            {({ value, onChange }) => <CheckList options={methods} value={value} onChange={onChange} />}
          </Field>
        ) : (
          <p className="text-sm text-muted-foreground">
            The resource has no methods yet: only OPTIONS is created. Run this again when there are some.
          </p>
        )}
        <Field
          control={control}
          name="gatewayResponses"
          label="Gateway responses"
          description="Without these a browser hides the gateway’s own errors, such as 403 and 429, from the page. For the whole API."
        >
          {({ value, onChange }) => <CheckList options={GATEWAY_RESPONSES} value={value} onChange={onChange} />}
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button variant="outline" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={actionForm.pending}>
          Enable CORS
        </Button>
      </DialogFooter>
    </Form>
  );
}

function CorsResult({
  path,
  result,
  onClose,
}: Readonly<{ path: string; result: EnableCorsResult; onClose: () => void }>) {
  return (
    <>
      <DialogHeader>
        <DialogTitle>CORS is enabled on {path}</DialogTitle>
        <DialogDescription>Deploy the API to make it live.</DialogDescription>
      </DialogHeader>
      <DialogBody>
        <ul role="status" className="flex flex-col gap-2 text-sm">
          {result.changes.map((change) => (
            <li key={change} className="flex items-start gap-2">
              <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-success" />
              <span className="min-w-0 wrap-break-word">{change}</span>
            </li>
          ))}
          {result.warnings.map((warning) => (
            <li key={warning} className="flex items-start gap-2">
              <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warning" />
              <span className="min-w-0 wrap-break-word">{warning}</span>
            </li>
          ))}
        </ul>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose} autoFocus>
          Done
        </Button>
      </DialogFooter>
    </>
  );
}
