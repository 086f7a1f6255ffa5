// $context.requestOverride and $context.responseOverride: what templates set over everything that was mapped.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html

export type RequestOverrideLocation = 'header' | 'path' | 'querystring';

export class Overrides {
  readonly request: Readonly<Record<RequestOverrideLocation, Map<string, readonly string[]>>> = {
    header: new Map(),
    path: new Map(),
    querystring: new Map(),
  };
  readonly responseHeaders = new Map<string, readonly string[]>();
  /** 0: not set. */
  responseStatus = 0;
  /** What was set twice, which fails the request, as on AWS. */
  conflict: string | undefined;

  setRequest(location: RequestOverrideLocation, name: string, values: readonly string[]): void {
    this.#set(this.request[location], name, values, `requestOverride.${location}.${name}`);
  }

  setResponseHeader(name: string, values: readonly string[]): void {
    this.#set(this.responseHeaders, name, values, `responseOverride.header.${name}`);
  }

  /** What is no status from 100 to 599 is ignored, as on AWS. */
  setResponseStatus(status: number): void {
    if (!Number.isInteger(status) || status < 100 || status > 599) return;
    if (this.responseStatus !== 0) this.conflict ??= 'responseOverride.status';
    this.responseStatus = status;
  }

  #set(map: Map<string, readonly string[]>, name: string, values: readonly string[], label: string): void {
    if (map.has(name)) this.conflict ??= label;
    map.set(name, values);
  }
}

/** Set over whatever a header has; names have no case. */
export function hasHeader(overrides: ReadonlyMap<string, readonly string[]>, lowerName: string): boolean {
  for (const name of overrides.keys()) if (name.toLowerCase() === lowerName) return true;
  return false;
}

/** All that was set, by the name that a template sets it by. */
export function overridesIn(overrides: Overrides): { readonly name: string; readonly value: string }[] {
  const { request, responseHeaders, responseStatus } = overrides;
  const groups: [string, ReadonlyMap<string, readonly string[]>][] = [
    ...Object.entries(request).map(([location, values]): [string, ReadonlyMap<string, readonly string[]>] => [
      `requestOverride.${location}`,
      values,
    ]),
    ['responseOverride.header', responseHeaders],
  ];
  const set = groups.flatMap(([group, values]) =>
    [...values].map(([name, value]) => ({ name: `${group}.${name}`, value: value.join(', ') })),
  );
  return responseStatus === 0 ? set : [...set, { name: 'responseOverride.status', value: String(responseStatus) }];
}
