// Which body an integration gets: a template's, the client's, or none at all (415).
// https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
import { mediaTypeOf } from '../http/media-type';
import type { PassthroughBehavior } from '../model';

/** 'passthrough': the client's body as it is. 'unsupported': 415. */
export type BodyChoice<T> = { readonly template: T } | 'passthrough' | 'unsupported';

export function chooseBody<T>(
  templates: ReadonlyMap<string, T>,
  behavior: PassthroughBehavior,
  contentType: string | undefined,
): BodyChoice<T> {
  if (templates.size > 0) {
    const template = templates.get(mediaTypeOf(contentType)) ?? templates.get('$default');
    if (template !== undefined) return { template };
    return behavior === 'WHEN_NO_MATCH' ? 'passthrough' : 'unsupported';
  }
  return behavior === 'NEVER' ? 'unsupported' : 'passthrough';
}
