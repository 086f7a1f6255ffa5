// MOCK: answers without a backend. Its request template must be JSON with an integer statusCode.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
import { type GatewayError, UNSUPPORTED_MEDIA_TYPE } from '../errors/gateway-error';
import { headerValue } from '../http/headers';
import { MappingTemplate } from '../mapping/mapping-template';
import type { IntegrationDefinition, PassthroughBehavior } from '../model';
import type { IntegrationView } from './integration-view';
import { parseLenientJson } from './lenient-json';
import { chooseBody, compileTemplates } from './request-body-plan';

/** What AWS writes into the execution log. */
export const NO_MOCK_STATUS =
  'Unable to parse statusCode. It should be an integer that is defined in the request template.';

export interface MockAnswer {
  /** Undefined: the text has no integer statusCode, which is a 500. */
  readonly status: number | undefined;
}

const NO_STATUS: MockAnswer = { status: undefined };

export class MockRequestPlan {
  readonly #answers: ReadonlyMap<string, MockAnswer | MappingTemplate>;
  readonly #behavior: PassthroughBehavior;

  constructor(answers: ReadonlyMap<string, MockAnswer | MappingTemplate>, behavior: PassthroughBehavior) {
    this.#answers = answers;
    this.#behavior = behavior;
  }

  answer(request: IntegrationView): MockAnswer | GatewayError {
    const choice = chooseBody(this.#answers, this.#behavior, headerValue(request.headers, 'content-type'));
    if (choice === 'unsupported') return UNSUPPORTED_MEDIA_TYPE;
    if (choice === 'passthrough') {
      return request.bodyBytes === null ? NO_STATUS : mockAnswerOf(request.bodyBytes.toString('utf8'));
    }
    const { template } = choice;
    return template instanceof MappingTemplate ? mockAnswerOf(template.render(request, request.requestBody)) : template;
  }
}

export function mockAnswerOf(text: string): MockAnswer {
  try {
    const value = parseLenientJson(text);
    const status: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'statusCode') : undefined;
    return { status: typeof status === 'number' && Number.isInteger(status) ? status : undefined };
  } catch {
    return { status: undefined };
  }
}

export function compileMockRequest(
  definition: IntegrationDefinition,
  stageVariables: Readonly<Record<string, string>>,
  report: (place: string, message: string) => void,
): MockRequestPlan {
  const answers = new Map<string, MockAnswer | MappingTemplate>();
  const templates = compileTemplates(definition.requestTemplates, stageVariables, (where, message) =>
    report(`request ${where}`, message),
  );
  for (const [mediaType, template] of templates) {
    answers.set(mediaType, template.constant === undefined ? template : mockAnswerOf(template.constant));
  }
  return new MockRequestPlan(answers, definition.passthroughBehavior);
}
