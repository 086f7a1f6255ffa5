import type { MethodSettings, StageDetail } from '@/lib/contract/stage';

export interface StageCardProps {
  readonly apiId: string;
  readonly stage: StageDetail;
  readonly readOnly: boolean;
}

/** API Gateway's key for the settings of all methods that have none of their own. */
export const ALL_METHODS = '*/*';

/** The stage's map with one entry changed; an entry that says nothing is left out. */
export function withMethodSettings(
  stage: StageDetail,
  key: string,
  change: MethodSettings,
): Record<string, MethodSettings> {
  const entry = Object.fromEntries(
    Object.entries({ ...stage.methodSettings[key], ...change }).filter(([, value]) => value !== undefined),
  );
  const { [key]: _before, ...others } = stage.methodSettings;
  return Object.keys(entry).length === 0 ? others : { ...others, [key]: entry };
}

/** "~1pets~1{petId}/GET" ↔ path and method. */
export function settingsKey(path: string, method: string): string {
  return `${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}`;
}

export function routeOfKey(key: string): { path: string; method: string } {
  const slash = key.lastIndexOf('/');
  return { path: key.slice(0, slash).replaceAll('~1', '/').replaceAll('~0', '~'), method: key.slice(slash + 1) };
}
