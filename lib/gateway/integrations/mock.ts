// MOCK: answers without a backend. Its request template must be JSON with an integer statusCode.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
import { headerValue } from '../http/headers';
import { isLiteralTemplate } from '../mapping/literal-template';
import type { RequestView } from '../mapping/request-view';
import type { IntegrationDefinition, PassthroughBehavior } from '../model';
import { parseLenientJson } from './lenient-json';
import { type BodyChoice, chooseBody } from './request-body-plan';
import { NOT_LITERAL } from './response-plan';

/** What AWS writes into the execution log. */
export const NO_MOCK_STATUS =
  'Unable to parse statusCode. It should be an integer that is defined in the request template.';

export interface MockAnswer {
  /** Undefined: the text has no integer statusCode, which is a 500. */
  readonly status: number | undefined;
}

export class MockRequestPlan {
  readonly #answers: ReadonlyMap<string, MockAnswer>;
  readonly #behavior: PassthroughBehavior;

  constructor(answers: ReadonlyMap<string, MockAnswer>, behavior: PassthroughBehavior) {
    this.#answers = answers;
    this.#behavior = behavior;
  }

  choose(request: RequestView): BodyChoice<MockAnswer> {
    return chooseBody(this.#answers, this.#behavior, headerValue(request.headers, 'content-type'));
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
  report: (place: string, message: string) => void,
): MockRequestPlan {
  const answers = new Map<string, MockAnswer>();
  for (const [mediaType, text] of Object.entries(definition.requestTemplates)) {
    if (!isLiteralTemplate(text)) report(`request template ${mediaType}`, NOT_LITERAL);
    answers.set(mediaType.toLowerCase(), mockAnswerOf(text));
  }
  return new MockRequestPlan(answers, definition.passthroughBehavior);
}
