'use client';

import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormCard } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { RelativeTime } from '@/components/ui/relative-time';
import { Textarea } from '@/components/ui/textarea';
import { updateDomainNameAction } from '@/lib/actions/domain-name';
import { useRefreshDomainNames } from '@/lib/client/domain-names';
import { publishText } from '@/lib/client/publish-text';
import { type CertificateInfo, certificateInput, type DomainName } from '@/lib/contract/domain-name';

const shape = z.object({ certificate: certificateInput });
const PEM = '-----BEGIN CERTIFICATE-----';
const EMPTY = { certificate: { certificate: '', chain: '', privateKey: '' } };

export function CertificateCard({ domain, readOnly }: Readonly<{ domain: DomainName; readOnly: boolean }>) {
  const refresh = useRefreshDomainNames();
  const { domainName, version } = domain;
  const actionForm = useActionForm(
    shape,
    ({ certificate }: z.output<typeof shape>) => updateDomainNameAction({ domainName, version, certificate }),
    {
      defaultValues: EMPTY,
      resetTo: 'defaults',
      success: ({ publish }) => `Certificate saved. ${publishText(publish)}`,
      onSuccess: refresh,
    },
  );
  const { control } = actionForm.form;
  return (
    <FormCard
      actionForm={actionForm}
      title="Certificate"
      description="In PEM. The private key is kept encrypted and never shown again; connections under way are not cut."
      submitLabel="Save certificate"
      readOnly={readOnly}
    >
      {domain.certificate === null ? (
        <p className="text-sm text-muted-foreground">There is none: the name is served without TLS.</p>
      ) : (
        <Facts certificate={domain.certificate} />
      )}
      {readOnly ? null : (
        <>
          <Field
            control={control}
            name="certificate.certificate"
            label={domain.certificate === null ? 'Certificate' : 'New certificate'}
            required
          >
            {(field) => (
              <Textarea {...field} rows={3} placeholder={PEM} className="font-mono text-xs" spellCheck={false} />
            )}
          </Field>
          <Field
            control={control}
            name="certificate.chain"
            label="Chain"
            description="The certificates between it and its root, if there are any."
          >
            {(field) => (
              <Textarea
                {...field}
                value={field.value ?? ''}
                rows={3}
                placeholder={PEM}
                className="font-mono text-xs"
                spellCheck={false}
              />
            )}
          </Field>
          <Field control={control} name="certificate.privateKey" label="Private key" required>
            {(field) => (
              <Textarea
                {...field}
                rows={3}
                placeholder="-----BEGIN PRIVATE KEY-----"
                className="font-mono text-xs"
                spellCheck={false}
                autoComplete="off"
              />
            )}
          </Field>
        </>
      )}
    </FormCard>
  );
}

function Facts({ certificate }: Readonly<{ certificate: CertificateInfo }>) {
  const facts = [
    ['Names', certificate.names.join(', ')],
    ['Subject', certificate.subject],
    ['Issuer', certificate.issuer],
  ] as const;
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted-foreground">{name}</dt>
          <dd className="break-all">{value}</dd>
        </div>
      ))}
      <dt className="text-muted-foreground">SHA-256</dt>
      <dd className="font-mono text-xs leading-5 break-all">{certificate.fingerprint256}</dd>
      <dt className="text-muted-foreground">Expires</dt>
      <dd>
        <RelativeTime at={certificate.notAfter} />
      </dd>
    </dl>
  );
}
