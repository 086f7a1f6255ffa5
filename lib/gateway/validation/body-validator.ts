// One model, applied to bodies.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
import type { ValidateFunction } from 'ajv-draft-04';
import { STEPS_SPENT, type StepBudget } from './ajv-keywords';
import { errorText } from './error-text';
import { MAX_NESTING, nestsDeeperThan } from './nesting';

/** Of a larger body only the first mistake is told: a list of millions would be worth more memory than the body. */
const MAX_THOROUGH_BYTES = 32 * 1024;

/** Per body, and per byte of it: a valid body needs about one step for two bytes. */
const STEPS = 100_000;
const STEPS_PER_BYTE = 2;

export class BodyValidator {
  readonly #quick: ValidateFunction;
  readonly #thorough: ValidateFunction;
  readonly #budget: StepBudget;

  /** `quick` stops at the first error, `thorough` finds them all. */
  constructor(quick: ValidateFunction, thorough: ValidateFunction, budget: StepBudget) {
    this.#quick = quick;
    this.#thorough = thorough;
    this.#budget = budget;
  }

  /** Undefined: valid. Else $context.error.validationErrorString. */
  validate(bytes: Uint8Array | null): string | undefined {
    if (bytes !== null && nestsDeeperThan(bytes, MAX_NESTING)) {
      return `[the body is nested deeper than ${MAX_NESTING} levels]`;
    }
    let body: unknown;
    try {
      body = parseBody(bytes);
    } catch {
      return '[the body is not valid JSON]';
    }
    const size = bytes === null ? 0 : bytes.length;
    try {
      if (this.#run(this.#quick, body, size)) return undefined;
      if (size > MAX_THOROUGH_BYTES) return errorText((this.#quick.errors ?? []).slice(-1));
      this.#run(this.#thorough, body, size);
      return errorText(this.#thorough.errors ?? []);
    } catch (error) {
      // A recursive schema can be deeper than the stack, or too much work.
      if (error === STEPS_SPENT || error instanceof RangeError) {
        return '[the body takes too many steps to be compared with its model]';
      }
      throw error;
    } finally {
      // They hold the body.
      this.#quick.errors = null;
      this.#thorough.errors = null;
    }
  }

  #run(validate: ValidateFunction, body: unknown, size: number): boolean {
    this.#budget.left = STEPS + STEPS_PER_BYTE * size;
    return validate(body) === true;
  }
}

/** No body is an empty object. */
function parseBody(bytes: Uint8Array | null): unknown {
  if (bytes === null) return {};
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return bytes.length < MAX_BLANK && text.trim() === '' ? {} : JSON.parse(text);
}

const MAX_BLANK = 64;
