import {
  MAX_TEMPLATE_CASE_CHARACTERS,
  MAX_TEMPLATE_CASES,
  type TemplateCaseDetail,
} from '@/lib/contract/template-case';
import { LimitExceededError } from '@/lib/errors';

/** All cases are shown on one page and run at every deploy. */
export function refuseTooMuch(cases: readonly TemplateCaseDetail[]): void {
  if (cases.length > MAX_TEMPLATE_CASES) {
    throw new LimitExceededError(`An API has at most ${MAX_TEMPLATE_CASES} template cases. Delete one first.`);
  }
  const characters = cases.reduce((sum, one) => sum + one.expected.length + JSON.stringify(one.sample).length, 0);
  if (characters > MAX_TEMPLATE_CASE_CHARACTERS) {
    throw new LimitExceededError(
      'The template cases of an API hold at most 4 MB together. Delete or shorten some first.',
    );
  }
}
