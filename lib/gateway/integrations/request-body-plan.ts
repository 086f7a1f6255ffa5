// Which body an integration gets: a template's, the client's, or none at all (415).
// https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
import { isMediaType, mediaTypeOf } from '../http/media-type';
import { compileMappingTemplate, type MappingTemplate, templateProblem } from '../mapping/mapping-template';
import { TemplateSyntaxError } from '../mapping/vtl/errors';
import type { PassthroughBehavior } from '../model';
import type { IntegrationView } from './integration-view';

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

/** A request template; what is the same for every request is kept as the bytes to send. */
export class BodyTemplate {
  readonly readsBody: boolean;
  readonly #template: MappingTemplate;
  readonly #constant: Buffer | undefined;

  constructor(template: MappingTemplate) {
    this.readsBody = template.readsBody;
    this.#template = template;
    this.#constant = template.constant === undefined ? undefined : Buffer.from(template.constant, 'utf8');
  }

  render(request: IntegrationView): Buffer {
    return this.#constant ?? Buffer.from(this.#template.render(request, request.requestBody), 'utf8');
  }
}

export function compileBodyTemplates(
  texts: Readonly<Record<string, string>>,
  stageVariables: Readonly<Record<string, string>>,
  report: (place: string, message: string) => void,
): ReadonlyMap<string, BodyTemplate> {
  const templates = new Map<string, BodyTemplate>();
  for (const [mediaType, template] of compileTemplates(texts, stageVariables, (where, message) =>
    report(`request ${where}`, message),
  )) {
    templates.set(mediaType, new BodyTemplate(template));
  }
  return templates;
}

/** By media type, in lower case. */
export function compileTemplates(
  texts: Readonly<Record<string, string>>,
  stageVariables: Readonly<Record<string, string>>,
  report: (place: string, message: string) => void,
): ReadonlyMap<string, MappingTemplate> {
  const templates = new Map<string, MappingTemplate>();
  for (const [mediaType, text] of Object.entries(texts)) {
    const place = `template ${mediaType}`;
    if (mediaType !== '$default' && !isMediaType(mediaType)) report(place, `"${mediaType}" is not a media type.`);
    const template = compileMappingTemplate(text, stageVariables);
    if (template instanceof TemplateSyntaxError) report(place, templateProblem(template));
    else templates.set(mediaType.toLowerCase(), template);
  }
  return templates;
}
