// A mapping template, compiled when its definition is published and rendered with a request and a body.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html
import type { MessageBody } from './message-body';
import type { RequestView } from './request-view';
import { ContextHost, InputHost } from './template-hosts';
import { type TemplateLog, WatchedHost, watchedMap } from './template-log';
import { TemplateSyntaxError } from './vtl/errors';
import { type CompiledTemplate, compileTemplate } from './vtl/template';
import { UtilObject } from './vtl/util-object';
import type { HostObject, VtlValue } from './vtl/values';

export class MappingTemplate {
  /** What every rendering gives, where nothing in the template can change it. */
  readonly constant: string | undefined;
  /** The body that it maps has to be there as a whole. */
  readonly readsBody: boolean;
  readonly #template: CompiledTemplate;
  readonly #text: string;
  readonly #stageVariables: Readonly<Record<string, string>>;

  constructor(template: CompiledTemplate, text: string, stageVariables: Readonly<Record<string, string>>) {
    this.#template = template;
    this.#text = text;
    this.#stageVariables = stageVariables;
    this.constant = template.constant;
    this.readsBody = this.constant === undefined && MAY_READ_BODY.test(text);
  }

  /** `body`: of the request or, in a response, of the backend's answer. Throws a TemplateError or a GatewayError. */
  render(request: RequestView, body: MessageBody): string {
    if (request.templateLog) return this.#renderWatched(request, body, request.templateLog);
    return this.constant ?? this.#template.render(new MappingRoots(request, body, this.#stageVariables));
  }

  #renderWatched(request: RequestView, body: MessageBody, log: TemplateLog): string {
    const values: string[] = [];
    let output: string | null = null;
    try {
      output = this.constant ?? this.#template.render(new MappingRoots(request, body, this.#stageVariables, values));
      return output;
    } finally {
      log.rendered(this.#text, values, output);
    }
  }
}

/** $input in any of its spellings, or text that may become one. */
const MAY_READ_BODY = /\binput\b|#\{?evaluate\b/;

/** A template, or what is wrong with its text. */
export function compileMappingTemplate(
  text: string,
  stageVariables: Readonly<Record<string, string>>,
): MappingTemplate | TemplateSyntaxError {
  const template = compileTemplate(text);
  return template instanceof TemplateSyntaxError ? template : new MappingTemplate(template, text, stageVariables);
}

export const templateProblem = ({ message, line, column }: TemplateSyntaxError): string =>
  `${message} (line ${line}, column ${column})`;

/** It keeps nothing. */
const UTIL = new UtilObject();

/** Made for one rendering; what is not asked for is not made. */
class MappingRoots {
  readonly #request: RequestView;
  readonly #body: MessageBody;
  readonly #stageVariables: Readonly<Record<string, string>>;
  #variables: ReadonlyMap<string, VtlValue> | null = null;
  /** Of a rendering that is watched: what was read. */
  readonly #watched: string[] | null;
  #input: HostObject | null = null;
  #context: HostObject | null = null;

  constructor(
    request: RequestView,
    body: MessageBody,
    stageVariables: Readonly<Record<string, string>>,
    watched: string[] | null = null,
  ) {
    this.#request = request;
    this.#body = body;
    this.#stageVariables = stageVariables;
    this.#watched = watched;
  }

  get(name: string): VtlValue | undefined {
    switch (name) {
      case 'input':
        this.#input ??= this.#host('$input', new InputHost(this.#request, this.#body));
        return this.#input;
      case 'context':
        this.#context ??= this.#host('$context', new ContextHost(this.#request));
        return this.#context;
      case 'stageVariables':
        // A copy: what a template puts into it is its own.
        this.#variables ??= this.#copyOfVariables();
        return this.#variables;
      case 'util':
        return UTIL;
      default:
        return undefined;
    }
  }

  #host(name: string, host: HostObject): HostObject {
    return this.#watched === null ? host : new WatchedHost(name, host, this.#watched);
  }

  #copyOfVariables(): ReadonlyMap<string, VtlValue> {
    const copy = new Map(Object.entries(this.#stageVariables));
    return this.#watched === null ? copy : watchedMap('$stageVariables', copy, this.#watched);
  }
}
