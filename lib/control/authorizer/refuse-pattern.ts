import { patternProblem } from '@/lib/control/method/rules';
import { InvalidInputError } from '@/lib/errors';

/** What the gateway could not compile. */
export function refusePattern(expression: string | null): void {
  const problem = patternProblem(expression ?? '');
  if (problem !== undefined) throw new InvalidInputError(problem, { identityValidationExpression: [problem] });
}
