import { z } from 'zod';
import { METHOD_KEYS } from '@/lib/contract/common';
import {
  CACHE_CONTROL_STRATEGIES,
  LOGGING_LEVELS,
  type MethodSettings,
  methodSettings,
  type StageDetail,
} from '@/lib/contract/stage';
import { ALL_METHODS, routeOfKey, settingsKey } from './card-props';

export const DEFAULT_TTL_SECONDS = 300;

export type CacheControlStrategy = (typeof CACHE_CONTROL_STRATEGIES)[number];

/** What a method does whose stage says nothing. */
const DEFAULTS = {
  metricsEnabled: true,
  cacheTtlInSeconds: DEFAULT_TTL_SECONDS,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: false,
  unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
  loggingLevel: 'OFF',
  dataTraceEnabled: false,
} as const satisfies MethodSettings;

export type InheritedSettings = MethodSettings & {
  -readonly [Name in keyof typeof DEFAULTS]: NonNullable<MethodSettings[Name]>;
} & { cachingEnabled: boolean };

/** What counts where the method of this key says nothing itself, as the gateway works it out. */
export function inheritedSettings(settings: Readonly<Record<string, MethodSettings>>, key: string): InheritedSettings {
  const { path, method } = routeOfKey(key);
  const all = key === ALL_METHODS ? undefined : settings[ALL_METHODS];
  const any = key === ALL_METHODS || method === 'ANY' ? undefined : settings[settingsKey(path, 'ANY')];
  // The stage's switch is for GET; other verbs are cached where a setting of their own says so.
  const ofStage = key === ALL_METHODS || method === 'GET' ? (all?.cachingEnabled ?? true) : false;
  return { ...DEFAULTS, ...all, ...any, cachingEnabled: any?.cachingEnabled ?? ofStage };
}

/** A rate without a burst, or the other way round, limits nothing: both or none. */
export const throttleFields = {
  rate: methodSettings.shape.throttlingRateLimit.nullable(),
  burst: methodSettings.shape.throttlingBurstLimit.nullable(),
};
export function bothOrNone(
  { rate, burst }: { rate?: number | null; burst?: number | null },
  context: z.core.$RefinementCtx,
): void {
  if ((rate ?? null) === null && (burst ?? null) !== null) {
    context.addIssue({ code: 'custom', path: ['rate'], message: 'Enter a rate as well, or empty both.' });
  }
  if ((burst ?? null) === null && (rate ?? null) !== null) {
    context.addIssue({ code: 'custom', path: ['burst'], message: 'Enter a burst as well, or empty both.' });
  }
}

const choice = z.enum(['inherit', 'on', 'off']);

export const methodSettingsForm = z
  .object({
    key: z.string().min(1, 'Choose a method.'),
    ...throttleFields,
    caching: choice,
    ttl: methodSettings.shape.cacheTtlInSeconds.nullable(),
    encrypted: choice,
    authorization: choice,
    strategy: z.enum(['inherit', ...CACHE_CONTROL_STRATEGIES]),
    loggingLevel: z.enum(['inherit', ...LOGGING_LEVELS]),
    dataTrace: choice,
    metrics: choice,
  })
  .superRefine(bothOrNone)
  .superRefine((values, context) => {
    if (values.key === ALL_METHODS || Object.keys(toSettings(values)).length > 0) return;
    context.addIssue({ code: 'custom', path: ['key'], message: 'Set something: this would change nothing.' });
  });
export type MethodSettingsValues = z.input<typeof methodSettingsForm>;

export function toValues(key: string, settings: MethodSettings = {}): MethodSettingsValues {
  return {
    key,
    rate: settings.throttlingRateLimit ?? null,
    burst: settings.throttlingBurstLimit ?? null,
    caching: toChoice(settings.cachingEnabled),
    ttl: settings.cacheTtlInSeconds ?? null,
    encrypted: toChoice(settings.cacheDataEncrypted),
    authorization: toChoice(settings.requireAuthorizationForCacheControl),
    strategy: settings.unauthorizedCacheControlHeaderStrategy ?? 'inherit',
    loggingLevel: settings.loggingLevel ?? 'inherit',
    dataTrace: toChoice(settings.dataTraceEnabled),
    metrics: toChoice(settings.metricsEnabled),
  };
}

/** Only what is not inherited. */
export function toSettings(values: z.output<typeof methodSettingsForm>): MethodSettings {
  const settings: MethodSettings = {
    throttlingRateLimit: values.rate ?? undefined,
    throttlingBurstLimit: values.burst ?? undefined,
    cachingEnabled: fromChoice(values.caching),
    cacheTtlInSeconds: values.ttl ?? undefined,
    cacheDataEncrypted: fromChoice(values.encrypted),
    requireAuthorizationForCacheControl: fromChoice(values.authorization),
    unauthorizedCacheControlHeaderStrategy: own(values.strategy),
    loggingLevel: own(values.loggingLevel),
    dataTraceEnabled: fromChoice(values.dataTrace),
    metricsEnabled: fromChoice(values.metrics),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

type Choice = z.output<typeof choice>;
const toChoice = (value: boolean | undefined): Choice => (value === undefined ? 'inherit' : value ? 'on' : 'off');
const fromChoice = (value: Choice): boolean | undefined => (value === 'inherit' ? undefined : value === 'on');
const own = <Value extends string>(value: Value): Exclude<Value, 'inherit'> | undefined =>
  value === 'inherit' ? undefined : (value as Exclude<Value, 'inherit'>);

type Routes = Pick<StageDetail, 'routes'>;

/** What settings can name: a method ANY as a whole, or one of its verbs. */
export function settableKeys({ routes }: Routes): string[] {
  const keys = routes.flatMap(({ path, method }) =>
    (method === 'ANY' ? ['ANY', ...METHOD_KEYS.filter((verb) => verb !== 'ANY')] : [method]).map((verb) =>
      settingsKey(path, verb),
    ),
  );
  return [...new Set(keys)];
}

/** Left from a method that neither the stage's deployment nor its canary's has: without effect until it comes back. */
export function isOrphaned(stage: Routes, key: string): boolean {
  return key !== ALL_METHODS && !settableKeys(stage).includes(key);
}

export function throttleText({ throttlingRateLimit, throttlingBurstLimit }: MethodSettings): string {
  if (throttlingRateLimit === undefined) return '';
  return `${throttlingRateLimit.toLocaleString('en')}/s, burst ${(throttlingBurstLimit ?? 0).toLocaleString('en')}`;
}

export function cacheText(settings: MethodSettings): string {
  const { cachingEnabled, cacheTtlInSeconds, cacheDataEncrypted, requireAuthorizationForCacheControl } = settings;
  if (cachingEnabled === false) return 'off';
  const parts = [
    cachingEnabled ? 'on' : '',
    cacheTtlInSeconds === undefined ? '' : `${cacheTtlInSeconds} s`,
    cacheDataEncrypted === undefined ? '' : cacheDataEncrypted ? 'encrypted' : 'not encrypted',
    requireAuthorizationForCacheControl === undefined
      ? ''
      : requireAuthorizationForCacheControl
        ? 'refresh restricted'
        : 'refresh open',
  ];
  return parts.filter(Boolean).join(', ');
}

export function loggingText({ loggingLevel, dataTraceEnabled, metricsEnabled }: MethodSettings): string {
  const parts = [
    loggingLevel === undefined ? '' : loggingLevel === 'OFF' ? 'log off' : `log ${loggingLevel}`,
    dataTraceEnabled === undefined ? '' : dataTraceEnabled ? 'data trace' : 'no data trace',
    metricsEnabled === undefined ? '' : metricsEnabled ? 'metrics' : 'no metrics',
  ];
  return parts.filter(Boolean).join(', ');
}
