// What we add to Ajv: errors as API Gateway words them, and no schema or body that takes more than linear time.
import type Ajv from 'ajv-draft-04';
import { _, type CodeKeywordDefinition, type KeywordCxt } from 'ajv-draft-04';
import { STEP_KEYWORD } from './link-model';

/** Thrown out of a validation that needs too many steps. */
export const STEPS_SPENT: unique symbol = Symbol('steps spent');

/** How many definitions a validation may still go through. Validation never waits, so one counter serves all. */
export interface StepBudget {
  left: number;
  readonly spent: typeof STEPS_SPENT;
}

export function addKeywords(ajv: Ajv, budget: StepBudget): void {
  for (const keyword of ['anyOf', 'oneOf']) {
    const definition = ajv.getKeyword(keyword) as CodeKeywordDefinition;
    ajv.removeKeyword(keyword);
    ajv.addKeyword(onlyItsOwnError(definition));
  }
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: (isWanted: boolean, items: readonly unknown[]) => !isWanted || areUnique(items),
    errors: false,
  });
  // Recursion over two branches doubles the work with each level of the body: schemas can be exponential.
  ajv.addKeyword({
    keyword: STEP_KEYWORD,
    schemaType: 'boolean',
    code({ gen }: KeywordCxt) {
      const counter = gen.scopeValue('obj', { ref: budget });
      gen.if(_`--${counter}.left < 0`, () => gen.throw(_`${counter}.spent`));
    },
  });
}

/** Says that no alternative matched, not what each of them missed. */
function onlyItsOwnError(definition: CodeKeywordDefinition): CodeKeywordDefinition {
  return {
    ...definition,
    trackErrors: true,
    code(cxt, ruleType) {
      const report = cxt.error.bind(cxt);
      cxt.error = (...how) => {
        cxt.reset();
        report(...how);
      };
      return definition.code(cxt, ruleType);
    },
  };
}

/** Ajv compares each item with each: a large array of objects would take hours. */
export function areUnique(items: readonly unknown[]): boolean {
  const seen = new Set<string>();
  for (const item of items) {
    const key = canonical(item);
    if (seen.has(key)) return false;
    seen.add(key);
  }
  return true;
}

/** Equal JSON values, equal text: the order of an object's properties means nothing. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`).join(',')}}`;
}
