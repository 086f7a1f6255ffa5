'use client';

import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { NumberInput } from '@/components/form/number-input';
import { FormSheet } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { FunctionPicker } from '@/components/function/function-picker';
import { ConflictAlert } from '@/components/method/conflict-alert';
import { RowFields } from '@/components/method/row-fields';
import { useRefreshApis } from '@/components/rest-api/use-refresh-api';
import { Input } from '@/components/ui/input';
import { RadioCard, RadioGroup } from '@/components/ui/radio-group';
import { SimpleSelect } from '@/components/ui/select';
import { createAuthorizerAction, updateAuthorizerAction } from '@/lib/actions/authorizer';
import { useUserPools } from '@/lib/client/user-pools';
import {
  AUTHORIZER_TYPES,
  type AuthorizerDetail,
  createAuthorizerInput,
  DEFAULT_IDENTITY_SOURCE,
  DEFAULT_TTL_SECONDS,
  identitySources,
} from '@/lib/contract/authorizer';
import { AuthorizerPermission } from './authorizer-permission';

const { name, authorizerResultTtlInSeconds } = createAuthorizerInput.shape;
const schema = z.object({
  name,
  type: z.enum(AUTHORIZER_TYPES),
  asks: z.enum(['function', 'url']),
  authorizerUri: z.string().trim(),
  /** One for a token, any number for a request. */
  header: z.string().trim(),
  sources: z.array(z.object({ source: z.string().trim().min(1, 'Name a source.') })),
  identityValidationExpression: z.string().max(1024),
  authorizerResultTtlInSeconds,
  pools: z.array(z.object({ arn: z.string().trim().min(1, 'Name a user pool.') })),
});
type Values = z.output<typeof schema>;

const TYPES = [
  { value: 'TOKEN', title: 'Token', description: 'A function is asked about one header’s value.' },
  { value: 'REQUEST', title: 'Request', description: 'A function is asked about headers, query and context.' },
  { value: 'COGNITO_USER_POOLS', title: 'User pool', description: 'Tokens of user pools are verified right here.' },
] as const;

interface Props {
  apiId: string;
  /** Null: a new one. */
  authorizer: AuthorizerDetail | null;
  readOnly: boolean;
  onClose: () => void;
  onReload: () => Promise<AuthorizerDetail | undefined>;
}

/** Edits from the authorizer as it was when the sheet was opened, whatever is refreshed behind it. */
export function AuthorizerSheet({ authorizer, onReload, ...props }: Readonly<Props>) {
  const [opened, setOpened] = useState({ authorizer, times: 0 });
  return (
    <AuthorizerForm
      {...props}
      key={opened.times}
      authorizer={opened.authorizer}
      onReload={async () => {
        const fresh = await onReload();
        setOpened((was) => ({ authorizer: fresh ?? was.authorizer, times: was.times + 1 }));
        return fresh;
      }}
    />
  );
}

function AuthorizerForm({ apiId, authorizer, readOnly, onClose, onReload }: Readonly<Props>) {
  const refresh = useRefreshApis();
  const sources = identitySources(authorizer?.identitySource ?? DEFAULT_IDENTITY_SOURCE);
  const actionForm = useActionForm(
    schema,
    (values) =>
      authorizer === null
        ? createAuthorizerAction({ restApiId: apiId, ...toFields(values) })
        : updateAuthorizerAction({
            restApiId: apiId,
            authorizerId: authorizer.id,
            version: authorizer.version,
            authorizerCredentials: authorizer.authorizerCredentials,
            ...toFields(values),
          }),
    {
      defaultValues: {
        name: authorizer?.name ?? '',
        type: authorizer?.type ?? 'TOKEN',
        asks: /^https?:/.test(authorizer?.authorizerUri ?? '') ? 'url' : 'function',
        authorizerUri: authorizer?.authorizerUri ?? '',
        header: sources[0]?.replace(HEADER, '') ?? '',
        sources: sources.map((source) => ({ source })),
        identityValidationExpression: authorizer?.identityValidationExpression ?? '',
        authorizerResultTtlInSeconds: authorizer?.authorizerResultTtlInSeconds ?? DEFAULT_TTL_SECONDS,
        pools: (authorizer?.providerARNs ?? []).map((arn) => ({ arn })),
      },
      success: (saved) => `The authorizer ${saved.name} was saved. Deploy to make it live.`,
      onReload: () => void onReload(),
      onSuccess: () => {
        void refresh();
        onClose();
      },
    },
  );
  const { form } = actionForm;
  const { control } = form;
  const type = useWatch({ control, name: 'type' });
  const { data: pools } = useUserPools();
  const asks = useWatch({ control, name: 'asks' });
  const uri = useWatch({ control, name: 'authorizerUri' });
  return (
    <FormSheet
      actionForm={actionForm}
      title={authorizer?.name ?? 'Create authorizer'}
      description="Asked before a method runs. What it answers decides whether the call goes on."
      submitLabel={authorizer === null ? 'Create authorizer' : 'Save authorizer'}
      size="lg"
      readOnly={readOnly}
      open
      onOpenChange={(next) => (next ? undefined : onClose())}
    >
      <ConflictAlert error={actionForm.error} onReload={() => void onReload()} />
      <Field control={control} name="name" label="Name" required>
        {(field) => <Input {...field} autoComplete="off" />}
      </Field>
      <Field control={control} name="type" label="Type">
        {({ value, onChange, ref, onBlur }) => (
          <RadioGroup
            value={value}
            onValueChange={(next) => onChange(next as Values['type'])}
            ref={ref}
            onBlur={onBlur}
            className="grid gap-2 sm:grid-cols-3"
          >
            {TYPES.map((choice) => (
              <RadioCard key={choice.value} {...choice} />
            ))}
          </RadioGroup>
        )}
      </Field>
      {type === 'COGNITO_USER_POOLS' ? (
        <RowFields
          name="pools"
          label="User pools and issuers"
          description="Tokens of any of them are good: user pools of this account by ARN, other OpenID Connect issuers by URL (https://cognito-idp.REGION.amazonaws.com/ID for a pool on AWS)."
          columns={[
            {
              key: 'arn',
              label: 'ARN or issuer’s URL',
              placeholder: 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_…',
              suggestions: pools?.map(({ arn }) => arn) ?? [],
            },
          ]}
          blank={{ arn: '' }}
          addLabel="Add user pool"
          empty="None yet."
        />
      ) : (
        <>
          <Field control={control} name="asks" label="Asks" className="max-w-56">
            {({ value, onChange, ...field }) => (
              <SimpleSelect
                {...field}
                value={value}
                onValueChange={(next) => {
                  form.setValue('authorizerUri', '', { shouldDirty: true });
                  onChange(next);
                }}
                options={[
                  { value: 'function', label: 'A function' },
                  { value: 'url', label: 'A URL' },
                ]}
              />
            )}
          </Field>
          {asks === 'function' ? (
            <>
              <Field
                control={control}
                name="authorizerUri"
                label="Function"
                required
                description="It answers with principalId and policyDocument, or throws “Unauthorized”."
              >
                {(field) => <FunctionPicker {...field} />}
              </Field>
              <AuthorizerPermission apiId={apiId} uri={uri} />
            </>
          ) : (
            <Field
              control={control}
              name="authorizerUri"
              label="URL"
              required
              description="Gets the event by POST. It answers 200 with principalId and policyDocument, or 401."
            >
              {(field) => (
                <Input
                  {...field}
                  placeholder="https://auth.example.com/check"
                  spellCheck={false}
                  autoComplete="off"
                  className="font-mono text-xs"
                />
              )}
            </Field>
          )}
        </>
      )}
      {type === 'REQUEST' ? (
        <RowFields
          name="sources"
          label="Identity sources"
          description="A request that lacks one of them gets 401. Results are cached by their values."
          columns={[
            {
              key: 'source',
              label: 'Source',
              placeholder: DEFAULT_IDENTITY_SOURCE,
              suggestions: [DEFAULT_IDENTITY_SOURCE, 'method.request.querystring.token', 'context.identity.sourceIp'],
            },
          ]}
          blank={{ source: '' }}
          addLabel="Add source"
          empty="None. Then nothing can be cached: set the time to 0."
        />
      ) : (
        <Field
          control={control}
          name="header"
          label="Header with the token"
          required
          description="A request without it, or with it twice, gets 401."
          className="max-w-72"
        >
          {(field) => <Input {...field} placeholder="Authorization" spellCheck={false} className="font-mono text-xs" />}
        </Field>
      )}
      {type === 'REQUEST' ? null : (
        <Field
          control={control}
          name="identityValidationExpression"
          label="Token validation"
          description={
            type === 'TOKEN'
              ? 'A regular expression that the whole token must match; others get 401 and nobody is asked.'
              : 'A regular expression that the token’s audience must match.'
          }
        >
          {(field) => (
            <Input
              {...field}
              placeholder={type === 'TOKEN' ? 'Bearer .+' : 'app-client-id'}
              spellCheck={false}
              className="font-mono text-xs"
            />
          )}
        </Field>
      )}
      {type === 'COGNITO_USER_POOLS' ? null : (
        <Field
          control={control}
          name="authorizerResultTtlInSeconds"
          label="Cache results for"
          description="0 to 3,600 s; 0 asks each time. A cached policy decides about every method: let it name all it covers."
        >
          {({ value, onChange, ...field }) => (
            <NumberInput
              {...field}
              value={value ?? null}
              onChange={onChange}
              integer
              min={0}
              max={3600}
              unit="s"
              className="max-w-56"
            />
          )}
        </Field>
      )}
    </FormSheet>
  );
}

const HEADER = /^method\.request\.header\./;

/** What another type needs is not sent. */
function toFields(values: Values) {
  const isPool = values.type === 'COGNITO_USER_POOLS';
  const header = values.header === '' ? '' : `method.request.header.${values.header.replace(HEADER, '')}`;
  return {
    name: values.name,
    type: values.type,
    authorizerUri: isPool ? null : values.authorizerUri,
    identitySource: values.type === 'REQUEST' ? values.sources.map(({ source }) => source).join(', ') || null : header,
    identityValidationExpression: values.type === 'REQUEST' ? null : values.identityValidationExpression || null,
    authorizerResultTtlInSeconds: values.authorizerResultTtlInSeconds,
    providerARNs: isPool ? values.pools.map(({ arn }) => arn) : [],
  };
}
