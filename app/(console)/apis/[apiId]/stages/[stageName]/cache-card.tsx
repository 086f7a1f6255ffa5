'use client';

import { Eraser } from 'lucide-react';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { NumberInput } from '@/components/form/number-input';
import { FormCard } from '@/components/form/shells';
import { useAction } from '@/components/form/use-action';
import { Alert } from '@/components/ui/alert';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { SimpleSelect } from '@/components/ui/select';
import { Stat, StatGroup } from '@/components/ui/stat';
import { Switch } from '@/components/ui/switch';
import { flushStageAuthorizersCacheAction, flushStageCacheAction } from '@/lib/actions/stage';
import { useStageCache } from '@/lib/client/stages';
import { CACHE_CLUSTER_SIZES, cacheClusterSize, type StageCache } from '@/lib/contract/stage';
import { bytesText, capacityText, hitRatio, percentOf } from './cache-text';
import { ALL_METHODS, type StageCardProps, withMethodSettings } from './card-props';
import { DEFAULT_TTL_SECONDS } from './method-settings';
import { useStageCard } from './use-stage-card';

const schema = z.object({
  cacheClusterEnabled: z.boolean(),
  cacheClusterSize,
  ttlSeconds: z
    .number({ error: 'Enter a number of seconds.' })
    .int('A TTL is a whole number of seconds.')
    .min(0, 'A TTL is 0 to 3,600 seconds.')
    .max(3600, 'A TTL is 0 to 3,600 seconds.'),
});

export function CacheCard({ stage, readOnly }: StageCardProps) {
  const defaults = stage.methodSettings[ALL_METHODS];
  const actionForm = useStageCard(
    stage,
    schema,
    {
      cacheClusterEnabled: stage.cacheClusterEnabled,
      cacheClusterSize: stage.cacheClusterSize,
      ttlSeconds: defaults?.cacheTtlInSeconds ?? DEFAULT_TTL_SECONDS,
    },
    ({ cacheClusterEnabled, cacheClusterSize: size, ttlSeconds }) => ({
      cacheClusterEnabled,
      cacheClusterSize: size,
      methodSettings: withMethodSettings(stage, ALL_METHODS, { cacheTtlInSeconds: ttlSeconds }),
    }),
  );
  const { control } = actionForm.form;
  const enabled = useWatch({ control, name: 'cacheClusterEnabled' });
  const size = useWatch({ control, name: 'cacheClusterSize' });
  const { data: cache } = useStageCache(stage.restApiId, stage.name);
  return (
    <FormCard
      actionForm={actionForm}
      title="Caching"
      description="Answers of GET methods are kept and given again without asking the backend."
      submitLabel="Save caching"
      readOnly={readOnly}
      hint={
        readOnly ? null : (
          <span className="flex flex-wrap gap-2">
            {stage.cacheClusterEnabled ? <FlushCache stage={stage} /> : null}
            <FlushAuthorizersCache stage={stage} />
          </span>
        )
      }
    >
      <Field control={control} name="cacheClusterEnabled" label="Cache answers" layout="inline">
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
      {enabled ? (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field
              control={control}
              name="ttlSeconds"
              label="Time to live"
              description="0 to 3,600. 0 keeps nothing, unless a method overrides it."
            >
              {({ value, onChange, ref, onBlur, name }) => (
                <NumberInput
                  value={value}
                  onChange={onChange}
                  ref={ref}
                  onBlur={onBlur}
                  name={name}
                  integer
                  min={0}
                  max={3600}
                  step={10}
                  unit="seconds"
                />
              )}
            </Field>
            <Field
              control={control}
              name="cacheClusterSize"
              label="Capacity"
              description="Changing it empties the cache."
            >
              {({ value, onChange, ref, onBlur, name }) => (
                <SimpleSelect
                  {...{ value, ref, onBlur, name }}
                  onValueChange={onChange}
                  options={CACHE_CLUSTER_SIZES.map((option) => ({ value: option, label: `${option} GB` }))}
                />
              )}
            </Field>
          </div>
          <p className="text-xs text-muted-foreground">{capacityText(size, cache?.limits ?? null)}</p>
          {stage.cacheClusterEnabled ? <CacheFacts cache={cache} /> : null}
          <Alert variant="warning" title="Callers share entries">
            API keys and Authorization headers are not part of an entry’s key. Where answers differ by caller, add what
            tells them apart to the method’s cache key parameters, or turn its caching off below.
            {defaults?.requireAuthorizationForCacheControl
              ? null
              : ' Any caller can refresh an entry with Cache-Control: max-age=0; the method settings can forbid it.'}
          </Alert>
        </>
      ) : null}
    </FormCard>
  );
}

/** What it holds and how it does, over all workers. */
function CacheFacts({ cache }: Readonly<{ cache: StageCache | undefined }>) {
  const loading = cache === undefined;
  const ratio = cache ? hitRatio(cache) : null;
  return (
    <section aria-label="The cache now">
      <StatGroup>
        <Stat
          label="Hit ratio"
          loading={loading}
          value={ratio === null ? '–' : percentOf(ratio)}
          unit={ratio === null ? null : '%'}
          hint={cache ? `${(cache.hits + cache.misses).toLocaleString('en')} requests` : ''}
        />
        <Stat
          label="Entries"
          loading={loading}
          value={cache?.entries.toLocaleString('en')}
          hint={
            cache?.status === 'NOT_AVAILABLE'
              ? 'no worker has it'
              : cache?.workers === 1
                ? 'on 1 worker'
                : `on ${cache?.workers ?? 0} workers`
          }
        />
        <Stat
          label="In memory"
          loading={loading}
          value={cache ? bytesText(cache.memoryBytes) : null}
          hint={cache ? `${(cache.entries - cache.diskEntries).toLocaleString('en')} entries` : ''}
        />
        <Stat
          label="On disk"
          loading={loading}
          value={cache ? bytesText(cache.diskBytes) : null}
          hint={cache ? `${cache.diskEntries.toLocaleString('en')} entries` : ''}
        />
      </StatGroup>
    </section>
  );
}

type FlushedStage = Readonly<{ stage: StageCardProps['stage'] }>;

function FlushCache({ stage }: FlushedStage) {
  const flush = useAction(flushStageCacheAction, { success: `The cache of ${stage.name} was emptied` });
  return (
    <FlushButton
      label="Flush cache"
      title={`Flush the cache of ${stage.name}?`}
      description="Until it has filled again, every request asks the backend."
      losses={['All cached answers of this stage, on all workers']}
      onFlush={async () => (await flush.run({ restApiId: stage.restApiId, stageName: stage.name })) !== null}
    />
  );
}

/** There without a cache, too: what authorizers said is kept apart from answers. */
function FlushAuthorizersCache({ stage }: FlushedStage) {
  const flush = useAction(flushStageAuthorizersCacheAction, {
    success: `Authorizers of ${stage.name} are asked anew`,
  });
  return (
    <FlushButton
      label="Flush authorizers’ cache"
      title={`Flush what authorizers said at ${stage.name}?`}
      description="Each caller’s next request asks its Lambda authorizer again: who was let in before may be refused now."
      losses={['All cached results of this stage’s Lambda authorizers, on all workers']}
      onFlush={async () => (await flush.run({ restApiId: stage.restApiId, stageName: stage.name })) !== null}
    />
  );
}

interface FlushButtonProps {
  label: string;
  title: string;
  description: string;
  losses: string[];
  onFlush: () => Promise<boolean>;
}

function FlushButton({ label, title, description, losses, onFlush }: Readonly<FlushButtonProps>) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="outline" size="sm" onClick={() => setAsking(true)}>
        <Eraser /> {label}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={title}
        description={description}
        losses={losses}
        confirmLabel={label}
        onConfirm={onFlush}
      />
    </>
  );
}
