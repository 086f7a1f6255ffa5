import type { MethodKey } from '@/lib/contract/common';
import { isProxy, type MethodDetail, type UpdateMethodInput } from '@/lib/contract/method';
import type { TemplateDirection } from '@/lib/contract/template-rendering';

/** Which template of an API. */
export interface TemplatePlace {
  readonly resourceId: string;
  readonly httpMethod: MethodKey;
  readonly direction: TemplateDirection;
  /** Of the integration response; null: a request template. */
  readonly statusCode: string | null;
  /** The media type or $default. */
  readonly templateKey: string;
}

export type MethodWithIntegration = MethodDetail & { readonly integration: NonNullable<MethodDetail['integration']> };

/** Undefined: there is none yet. */
export function savedTemplate({ integration }: MethodWithIntegration, place: TemplatePlace): string | undefined {
  const templates =
    place.direction === 'request'
      ? integration.requestTemplates
      : integration.integrationResponses.find(({ statusCode }) => statusCode === place.statusCode)?.responseTemplates;
  return templates !== undefined && Object.hasOwn(templates, place.templateKey)
    ? templates[place.templateKey]
    : undefined;
}

/** The integration with this text as its template; all else as it was. */
export function withTemplate(
  { integration }: MethodWithIntegration,
  { direction, statusCode, templateKey }: TemplatePlace,
  text: string,
): UpdateMethodInput['integration'] {
  if (direction === 'request') {
    return { ...integration, requestTemplates: { ...integration.requestTemplates, [templateKey]: text } };
  }
  return {
    ...integration,
    integrationResponses: integration.integrationResponses.map((response) =>
      response.statusCode === statusCode
        ? { ...response, responseTemplates: { ...response.responseTemplates, [templateKey]: text } }
        : response,
    ),
  };
}

/** All that the method has, and the one that is open. Null: it can have none. */
export function templatesOf(method: MethodWithIntegration, open: TemplatePlace): readonly TemplatePlace[] {
  const { resourceId, httpMethod, integration } = method;
  const at = (direction: TemplateDirection, statusCode: string | null) => (templateKey: string) => ({
    ...{ resourceId, httpMethod, direction, statusCode, templateKey },
  });
  const saved = [
    ...Object.keys(integration.requestTemplates).map(at('request', null)),
    ...integration.integrationResponses.flatMap(({ statusCode, responseTemplates }) =>
      Object.keys(responseTemplates).map(at('response', statusCode)),
    ),
  ];
  return saved.some((place) => placeKey(place) === placeKey(open)) ? saved : [...saved, open];
}

/** Why there is nothing to edit in this place; undefined: there is. */
export function placeProblem(
  method: MethodWithIntegration,
  { direction, statusCode }: TemplatePlace,
): string | undefined {
  if (isProxy(method.integration.type)) return 'A proxy passes bodies on as they are: it has no templates.';
  if (direction === 'request') return undefined;
  const isThere = method.integration.integrationResponses.some((response) => response.statusCode === statusCode);
  return isThere
    ? undefined
    : `The integration response ${statusCode ?? ''} does not exist. Add it to the method first.`;
}

export const placeKey = ({ resourceId, httpMethod, direction, statusCode, templateKey }: TemplatePlace): string =>
  [resourceId, httpMethod, direction, statusCode ?? '', templateKey].join(' ');

/** "Request · application/json", "Response 200 · application/json" */
export const placeLabel = ({ direction, statusCode, templateKey }: TemplatePlace): string =>
  `${direction === 'request' ? 'Request' : `Response ${statusCode}`} · ${templateKey}`;

export const toPlaceQuery = ({ resourceId, httpMethod, direction, statusCode, templateKey }: TemplatePlace) => ({
  ...{ resource: resourceId, method: httpMethod, direction, status: statusCode, key: templateKey },
});
