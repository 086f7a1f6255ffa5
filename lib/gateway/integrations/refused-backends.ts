// Backends whose URI itself names an address that the gateway would not connect to: told when a definition is saved or
// deployed, rather than by every request. Names are looked at when they are called.
import type { CompileError, RestApiDefinition } from '../model';
import type { AddressGuard } from '../upstream/address-guard';
import { compileBackendUri } from './backend-uri';

export function refusedBackends(
  definition: RestApiDefinition,
  stageVariables: Readonly<Record<string, string>>,
  guard: AddressGuard,
): CompileError[] {
  const errors: CompileError[] = [];
  for (const { path, methods } of definition.resources) {
    for (const [httpMethod, { integration }] of Object.entries(methods)) {
      if (integration?.type !== 'HTTP' && integration?.type !== 'HTTP_PROXY') continue;
      const compiled = compileBackendUri(integration.uri ?? '', stageVariables, () => () => '');
      if (compiled.kind !== 'uri') continue;
      const message = refusalOfOrigin(compiled.uri.origin, guard);
      if (message === undefined) continue;
      errors.push({
        ...{ stageId: '', apiId: definition.id, stageName: '' },
        ...{ place: `${httpMethod} ${path} › integration › uri`, message },
      });
    }
  }
  return errors;
}

/** "http://10.1.2.3:8080": why it is not called. Undefined: it is, or it is a name. */
export function refusalOfOrigin(origin: string, guard: AddressGuard): string | undefined {
  const { hostname, port, protocol } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, '');
  return guard.refusalOf(host, Number(port) || (protocol === 'https:' ? 443 : 80))?.message;
}
