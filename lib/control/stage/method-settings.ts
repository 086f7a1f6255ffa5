import { METHOD_KEYS } from '@/lib/contract/common';
import type { MethodSettings } from '@/lib/contract/stage';
import { listRoutes, type Route } from '@/lib/control/deployment/present';
import { InvalidInputError } from '@/lib/errors';
import type { RestApiDefinition } from '@/lib/gateway/model';

type Settings = Readonly<Record<string, MethodSettings>>;

/** "~1pets~1{petId}/GET", as API Gateway keys its method settings. */
export function methodSettingsKey(path: string, method: string): string {
  return `${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}`;
}

/**
 * New overrides must name a method that the stage serves. Those already there may stay when a rollback has taken their
 * method away: they apply again when it comes back.
 */
export function refuseUnknownMethods(
  /** The stage's, and its canary's: the stage's settings count for both. */
  definitions: readonly RestApiDefinition[],
  settings: Settings,
  existing: Settings = {},
): void {
  const known = new Set(['*/*', ...definitions.flatMap(listRoutes).flatMap(keysOf)]);
  const unknown = Object.keys(settings).filter((key) => !known.has(key) && !(key in existing));
  if (unknown.length === 0) return;
  const errors = unknown.map((key) => [
    `methodSettings.${key}`,
    [`The stage serves no ${readable(key)}. Deploy it first, or remove the override.`],
  ]);
  throw new InvalidInputError(
    `Invalid method setting: the stage serves no ${unknown.map(readable).join(', ')}.`,
    Object.fromEntries(errors),
  );
}

/** A method ANY can be overridden for all its verbs or for one of them. */
function keysOf({ path, method }: Route): string[] {
  const methods = method === 'ANY' ? METHOD_KEYS : [method];
  return methods.map((key) => methodSettingsKey(path, key));
}

function readable(key: string): string {
  const slash = key.lastIndexOf('/');
  return `${key.slice(slash + 1)} ${key.slice(0, slash).replaceAll('~1', '/').replaceAll('~0', '~')}`;
}
