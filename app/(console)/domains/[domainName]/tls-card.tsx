'use client';

import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormCard } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { SimpleSelect } from '@/components/ui/select';
import { updateDomainNameAction } from '@/lib/actions/domain-name';
import { useRefreshDomainNames } from '@/lib/client/domain-names';
import { publishText } from '@/lib/client/publish-text';
import { type DomainName, SECURITY_POLICIES, type SecurityPolicy } from '@/lib/contract/domain-name';

const POLICY_NAMES = Object.keys(SECURITY_POLICIES) as [SecurityPolicy, ...SecurityPolicy[]];
const shape = z.object({ securityPolicy: z.enum(POLICY_NAMES) });

const OPTIONS = POLICY_NAMES.map((value) => ({
  value,
  label: value,
  description: `${SECURITY_POLICIES[value].replace('v', ' ')} and newer`,
}));

export function TlsCard({ domain, readOnly }: Readonly<{ domain: DomainName; readOnly: boolean }>) {
  const refresh = useRefreshDomainNames();
  const { domainName, version, securityPolicy } = domain;
  const actionForm = useActionForm(
    shape,
    (values: z.output<typeof shape>) => updateDomainNameAction({ domainName, version, ...values }),
    {
      defaultValues: { securityPolicy },
      values: { securityPolicy },
      success: ({ publish }) => `Security policy saved. ${publishText(publish)}`,
      onReload: refresh,
      onSuccess: refresh,
    },
  );
  return (
    <FormCard
      actionForm={actionForm}
      title="TLS"
      description={
        domain.certificate === null
          ? 'The oldest version that clients may speak, once the name has a certificate.'
          : 'The oldest version that clients may speak.'
      }
      submitLabel="Save security policy"
      readOnly={readOnly}
    >
      <Field control={actionForm.form.control} name="securityPolicy" label="Security policy" className="max-w-96">
        {({ value, onChange, ...field }) => (
          <SimpleSelect {...field} value={value} onValueChange={onChange} options={OPTIONS} disabled={readOnly} />
        )}
      </Field>
    </FormCard>
  );
}
