'use client';

import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormCard } from '@/components/form/shells';
import { ENDPOINT_TYPE_LABELS } from '@/components/rest-api/endpoint-type-badge';
import { showRestApi } from '@/components/rest-api/use-refresh-api';
import { useSettingsForm } from '@/components/rest-api/use-settings-form';
import { Alert } from '@/components/ui/alert';
import { RadioCard, RadioGroup } from '@/components/ui/radio-group';
import { Textarea } from '@/components/ui/textarea';
import { updateRestApiAction } from '@/lib/actions/rest-api';
import { useGatewayStatus } from '@/lib/client/gateway';
import {
  ENDPOINT_TYPES,
  type EndpointType,
  type RestApiDetail,
  refusalOfEndpointType,
  vpcEndpointIds,
} from '@/lib/contract/rest-api';

const DESCRIPTIONS: Readonly<Record<EndpointType, string>> = {
  EDGE: 'For callers everywhere: through an edge hop where one runs, and at the gateway itself.',
  REGIONAL: 'For callers near the gateway, or behind a CDN of your own. Edge hops don’t serve it.',
  PRIVATE: 'Only through VPC endpoints, for callers that the resource policy allows. Unknown everywhere else.',
};

const linesOf = (text: string): string[] => text.split(/[\s,]+/).filter((line) => line !== '');

const schema = z.object({
  endpointType: z.enum(ENDPOINT_TYPES),
  endpointLines: z.string().superRefine((text, context) => {
    const problem = vpcEndpointIds.safeParse(linesOf(text)).error?.issues[0];
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem.message });
  }),
});

export function EndpointCard({ api, readOnly }: Readonly<{ api: RestApiDetail; readOnly: boolean }>) {
  const { data: gateway } = useGatewayStatus();
  const stored = { endpointType: api.endpointType, endpointLines: api.vpcEndpointIds.join('\n') };
  const actionForm = useSettingsForm(
    schema,
    `API ${api.name}`,
    stored,
    ({ endpointType, endpointLines }) =>
      updateRestApiAction({
        restApiId: api.id,
        version: api.version,
        endpointType,
        vpcEndpointIds: endpointType === 'PRIVATE' ? linesOf(endpointLines) : [],
      }),
    { success: () => 'The endpoint was saved', onSaved: showRestApi },
  );
  const { form, dirty } = actionForm;
  const type = form.watch('endpointType');
  const isPrivate = type === 'PRIVATE';
  return (
    <FormCard
      actionForm={actionForm}
      title="Endpoint"
      submitLabel="Save endpoint"
      readOnly={readOnly}
      hint={dirty ? 'Changes take effect with the next deployment.' : null}
    >
      <Field control={form.control} name="endpointType" label="Endpoint type">
        {({ value, onChange, ref, onBlur }) => (
          <RadioGroup
            value={value}
            onValueChange={(next) => {
              onChange(next);
              // What is hidden must not keep the form from being saved.
              if (next !== 'PRIVATE') form.setValue('endpointLines', stored.endpointLines);
            }}
            ref={ref}
            onBlur={onBlur}
            disabled={readOnly}
          >
            {ENDPOINT_TYPES.map((it) => (
              <RadioCard
                key={it}
                value={it}
                title={ENDPOINT_TYPE_LABELS[it]}
                description={refusalOfEndpointType(api.endpointType, it) ?? DESCRIPTIONS[it]}
                disabled={refusalOfEndpointType(api.endpointType, it) !== undefined}
              />
            ))}
          </RadioGroup>
        )}
      </Field>
      {isPrivate ? (
        <>
          <Alert variant="warning" title="It needs a resource policy">
            A private API without one answers every call with 403.
          </Alert>
          {gateway?.vpcEndpoints.length === 0 ? (
            <Alert variant="warning" title="No VPC endpoint listens">
              Nothing can reach a private API then. Whoever runs the gateway adds one with GATEHOUSE_VPC_ENDPOINTS.
            </Alert>
          ) : null}
          <Field
            control={form.control}
            name="endpointLines"
            label="VPC endpoints"
            description="One id per line. The API also answers at {api}-{endpoint} host names of these; who may call is for the policy to say."
          >
            {(field) => (
              <Textarea
                {...field}
                rows={2}
                spellCheck={false}
                placeholder={gateway?.vpcEndpoints[0]?.id ?? 'vpce-0123456789abcdef0'}
                className="font-mono text-xs"
              />
            )}
          </Field>
        </>
      ) : null}
    </FormCard>
  );
}
