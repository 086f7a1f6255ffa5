import type { VariableUse } from '@/lib/contract/stage';
import { listRoutes } from '@/lib/control/deployment/present';
import type { RestApiDefinition } from '@/lib/gateway/model';

/** As written in expressions, URIs, ARNs and templates; in JSON the quotes of the last may be escaped. */
const REFERENCE = /stageVariables(?:\.([A-Za-z0-9_]{1,64})|\[\\?['"]([A-Za-z0-9_]{1,64})\\?['"]\])/g;
const MAX_PLACES = 20;

/**
 * Which variables the definitions ask for, and where. By their text: a name in a comment of a template counts, one that a
 * template puts together does not.
 */
export function variableUses(definitions: readonly RestApiDefinition[]): VariableUse[] {
  const places = new Map<string, Set<string>>();
  const note = (place: string, part: unknown): void => {
    for (const [, plain, quoted] of JSON.stringify(part ?? null).matchAll(REFERENCE)) {
      const name = plain ?? quoted ?? '';
      places.set(name, (places.get(name) ?? new Set()).add(place));
    }
  };
  for (const definition of definitions) {
    for (const { method, path, definition: parts } of listRoutes(definition)) note(`${method} ${path}`, parts);
    for (const authorizer of Object.values(definition.authorizers ?? {}))
      note(`authorizer ${authorizer.name}`, authorizer);
    for (const [type, response] of Object.entries(definition.gatewayResponses))
      note(`gateway response ${type}`, response);
  }
  return [...places]
    .map(([name, found]) => ({ name, places: [...found].slice(0, MAX_PLACES), count: found.size }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
