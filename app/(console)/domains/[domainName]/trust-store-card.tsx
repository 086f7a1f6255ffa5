'use client';

import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormCard } from '@/components/form/shells';
import { useAction } from '@/components/form/use-action';
import { useActionForm } from '@/components/form/use-action-form';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Textarea } from '@/components/ui/textarea';
import { updateDomainNameAction } from '@/lib/actions/domain-name';
import { useRefreshDomainNames } from '@/lib/client/domain-names';
import { publishText } from '@/lib/client/publish-text';
import type { DomainName } from '@/lib/contract/domain-name';

const shape = z.object({ trustStore: z.string().trim().min(1, 'Paste the certificates in PEM.') });

export function TrustStoreCard({ domain, readOnly }: Readonly<{ domain: DomainName; readOnly: boolean }>) {
  const refresh = useRefreshDomainNames();
  const { domainName, version, mutualTlsAuthentication: mutualTls } = domain;
  const actionForm = useActionForm(
    shape,
    ({ trustStore }: z.output<typeof shape>) => updateDomainNameAction({ domainName, version, trustStore }),
    {
      defaultValues: { trustStore: '' },
      resetTo: 'defaults',
      success: ({ publish }) => `Trust store saved. ${publishText(publish)}`,
      onSuccess: refresh,
    },
  );
  const off = useAction(updateDomainNameAction, {
    success: 'Clients need no certificate any more.',
    onSuccess: refresh,
  });
  return (
    <FormCard
      actionForm={actionForm}
      title="Mutual TLS"
      description="Clients have to show a certificate that one of these issued. An API’s default endpoint asks for none: turn it off in the API’s settings."
      submitLabel="Save trust store"
      readOnly={readOnly}
      hint={
        mutualTls === null || readOnly ? undefined : (
          <Button
            variant="ghost"
            size="sm"
            loading={off.pending}
            onClick={() => void off.run({ domainName, version, trustStore: null })}
          >
            Turn off
          </Button>
        )
      }
    >
      {mutualTls === null ? (
        <p className="text-sm text-muted-foreground">Off: clients need no certificate.</p>
      ) : (
        <>
          <ul aria-label="Certificates in the trust store" className="flex flex-col gap-1 text-sm">
            {[...new Set(mutualTls.certificates.map(({ subject }) => subject))].map((subject) => (
              <li key={subject} className="break-all">
                {subject}
              </li>
            ))}
          </ul>
          {mutualTls.truststoreWarnings.length === 0 ? null : (
            <Alert variant="warning" title="Look at these">
              <ul className="flex flex-col gap-1">
                {mutualTls.truststoreWarnings.map((warning) => (
                  <li key={warning}>{warning}</li>
                ))}
              </ul>
            </Alert>
          )}
        </>
      )}
      {readOnly ? null : (
        <Field
          control={actionForm.form.control}
          name="trustStore"
          label={mutualTls === null ? 'Trusted issuers' : 'New trusted issuers'}
          required
        >
          {(field) => (
            <Textarea
              {...field}
              rows={3}
              placeholder="-----BEGIN CERTIFICATE-----"
              className="font-mono text-xs"
              spellCheck={false}
            />
          )}
        </Field>
      )}
    </FormCard>
  );
}
