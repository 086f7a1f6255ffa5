// Picking a template by media type. Only the type counts, parameters such as charset are ignored.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html

export const DEFAULT_MEDIA_TYPE = 'application/json';

const MEDIA_TYPE = /^[A-Za-z0-9!#$&^_.+*-]+\/[A-Za-z0-9!#$&^_.+*-]+$/;

/** What a template may be kept under; it becomes a Content-Type. */
export const isMediaType = (text: string): boolean => MEDIA_TYPE.test(text);

/** "Application/JSON; charset=utf-8" → "application/json". */
export function mediaTypeOf(contentType: string | undefined): string {
  if (contentType === undefined) return DEFAULT_MEDIA_TYPE;
  const end = contentType.indexOf(';');
  const type = (end === -1 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
  return type === '' ? DEFAULT_MEDIA_TYPE : type;
}

/** By the client's Accept; no match: application/json if there, else the first one. Undefined: there are none. */
export function pickByAccept<T>(
  byMediaType: ReadonlyMap<string, T>,
  accept: string | undefined,
): [string, T] | undefined {
  if (byMediaType.size === 0) return undefined;
  if (accept !== undefined) {
    for (const range of accept.split(',')) {
      const type = mediaTypeOf(range);
      const found = byMediaType.get(type);
      if (found !== undefined) return [type, found];
    }
  }
  const json = byMediaType.get(DEFAULT_MEDIA_TYPE);
  if (json !== undefined) return [DEFAULT_MEDIA_TYPE, json];
  for (const entry of byMediaType) return entry;
  return undefined;
}
