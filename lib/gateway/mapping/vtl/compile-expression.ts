// Values and conditions → closures.
import { compareNumbers, doubleOf, ExactNumber } from '../java-number';
import type { Render } from './definition';
import { idOf, isEqual } from './equality';
import { assignItem, callMethod, itemOf, propertyReader, setProperty } from './members';
import { calculate, integerFromText, isNumber, toInt } from './numbers';
import type { ReferenceWatch } from './reference-watch';
import type { NodePlace, Rendering } from './rendering';
import type { SourceText } from './source-text';
import type { Accessor, ArithmeticOperator, Binary, Expression, Reference } from './syntax-tree';
import { textOf } from './value-text';
import { JavaList, JavaMap, type VtlValue } from './values';

/** null: an expression without a value, as a division by zero. References always have one: unresolved they are "". */
export type Evaluate = (rendering: Rendering) => VtlValue;
export type Assign = (rendering: Rendering, value: VtlValue) => void;

export type CompileTemplate = (expression: Expression & { kind: 'template' }) => Render;

const MAX_RANGE = 100_000;

export class ExpressionCompiler {
  readonly #source: SourceText;
  readonly #compileTemplate: CompileTemplate;
  readonly #watch: ReferenceWatch | null;

  constructor(source: SourceText, compileTemplate: CompileTemplate, watch: ReferenceWatch | null) {
    this.#source = source;
    this.#compileTemplate = compileTemplate;
    this.#watch = watch;
  }

  placeOf({ offset }: { readonly offset: number }): NodePlace {
    return { source: this.#source, offset };
  }

  value(expression: Expression): Evaluate {
    switch (expression.kind) {
      case 'reference':
        return this.reference(expression);
      case 'template':
        return this.#template(expression);
      case 'list': {
        const items = expression.items.map((item) => this.value(item));
        return (rendering) => new JavaList(items.map((item) => item(rendering)));
      }
      case 'map':
        return this.#map(expression.entries);
      case 'range':
        return this.#range(expression);
      case 'not':
        return this.condition(expression);
      case 'binary':
        return isArithmetic(expression.operator)
          ? this.#arithmetic(expression, expression.operator)
          : this.condition(expression);
      case 'string':
        return () => expression.value;
      default: {
        const value = constantOf(expression) ?? null;
        return () => value;
      }
    }
  }

  /** In #if only references, true and comparisons can be true: "text" and 1 are false in Velocity 1.7. */
  condition(expression: Expression): (rendering: Rendering) => boolean {
    switch (expression.kind) {
      case 'reference': {
        const value = this.reference(expression);
        return (rendering) => value(rendering) !== false;
      }
      case 'boolean': {
        const { value } = expression;
        return () => value;
      }
      case 'not': {
        const operand = this.condition(expression.operand);
        return (rendering) => !operand(rendering);
      }
      case 'binary':
        return this.#comparison(expression);
      default:
        return () => false;
    }
  }

  reference(reference: Reference): Evaluate {
    return this.#watch === null ? this.#unwatched(reference) : this.#watched(reference, this.#watch);
  }

  #watched({ root, accessors, offset }: Reference, watch: ReferenceWatch): Evaluate {
    const place = this.placeOf({ offset });
    const steps = accessors.map((accessor) => this.#accessor(accessor));
    const written = this.#source.placeAt(offset);
    return (rendering) => watch.read(written, () => this.#walk(rendering, root, steps, place)) ?? '';
  }

  #unwatched({ root, accessors, offset }: Reference): Evaluate {
    const [first, ...more] = accessors;
    if (first === undefined) {
      return (rendering) => {
        rendering.step();
        return rendering.scope.get(rendering, root) ?? '';
      };
    }
    const place = this.placeOf({ offset });
    if (more.length === 0 && first.kind === 'property') {
      const read = propertyReader(first.name);
      return (rendering) => {
        rendering.step();
        const value = rendering.scope.get(rendering, root) ?? null;
        if (value === null) return '';
        rendering.place = place;
        return read(rendering, value) ?? '';
      };
    }
    const steps = accessors.map((accessor) => this.#accessor(accessor));
    return (rendering) => this.#walk(rendering, root, steps, place) ?? '';
  }

  /** Of what is unresolved nothing can be set. */
  assignment({ root, variable, accessors, offset }: Reference): Assign {
    const last = accessors.at(-1);
    if (last === undefined) return (rendering, value) => rendering.scope.put(rendering, variable, value);
    const place = this.placeOf({ offset });
    const steps = accessors.slice(0, -1).map((accessor) => this.#accessor(accessor));
    const index = last.kind === 'index' ? this.value(last.index) : null;
    const name = last.kind === 'index' ? '' : last.name;
    return (rendering, value) => {
      const target = this.#walk(rendering, root, steps, place);
      if (target === null || target === undefined) return;
      rendering.place = place;
      if (index === null) setProperty(rendering, target, name, value);
      else assignItem(rendering, target, index(rendering), value);
    };
  }

  #walk(rendering: Rendering, root: string, steps: readonly Step[], place: NodePlace): VtlValue | undefined {
    rendering.step();
    let value = rendering.scope.get(rendering, root);
    for (const step of steps) {
      if (value === undefined || value === null) return undefined;
      rendering.place = place;
      value = step(rendering, value);
    }
    return value;
  }

  #accessor(accessor: Accessor): Step {
    switch (accessor.kind) {
      case 'property':
        return propertyReader(accessor.name);
      case 'index': {
        const index = this.value(accessor.index);
        return (rendering, value) => itemOf(rendering, value, index(rendering));
      }
      case 'method': {
        const { name } = accessor;
        const args = accessor.args.map((arg) => this.value(arg));
        const place = this.placeOf(accessor);
        const [only] = args;
        if (only !== undefined && args.length === 1) {
          return (rendering, value) => {
            const values = [only(rendering)];
            rendering.place = place;
            return callMethod(rendering, value, name, values);
          };
        }
        return (rendering, value) => {
          const values = args.map((arg) => arg(rendering));
          rendering.place = place;
          return callMethod(rendering, value, name, values);
        };
      }
    }
  }

  #template(expression: Expression & { kind: 'template' }): Evaluate {
    const render = this.#compileTemplate(expression);
    const { dropsLast } = expression;
    return (rendering) => {
      const text = rendering.captured(render);
      rendering.spendCharacters(text.length);
      return dropsLast ? text.slice(0, -1) : text;
    };
  }

  #map(entries: readonly (readonly [Expression, Expression])[]): Evaluate {
    const compiled = entries.map(([key, value]) => [this.value(key), this.value(value)] as const);
    return (rendering) => {
      const map = new JavaMap();
      for (const [evaluateKey, evaluateValue] of compiled) {
        const key = evaluateKey(rendering);
        map.put(idOf(rendering, key), key, evaluateValue(rendering));
      }
      return map;
    };
  }

  #range(expression: Expression & { kind: 'range' }): Evaluate {
    const [from, to] = [this.value(expression.from), this.value(expression.to)];
    const place = this.placeOf(expression);
    return (rendering) => {
      const [first, last] = [from(rendering), to(rendering)];
      if (!isNumber(first) || !isNumber(last)) return null;
      const [start, end] = [toInt(first), toInt(last)];
      const length = Math.abs(end - start) + 1;
      rendering.place = place;
      if (length > MAX_RANGE) rendering.fail(`The range [${start}..${end}] has more than ${MAX_RANGE} items.`);
      rendering.spend(length >> 3);
      const direction = start <= end ? 1 : -1;
      return new JavaList(Array.from({ length }, (_, i) => start + i * direction));
    };
  }

  #arithmetic({ left, right, offset }: Binary, operator: ArithmeticOperator): Evaluate {
    const [leftOf, rightOf] = [this.value(left), this.value(right)];
    const place = this.placeOf({ offset });
    return (rendering) => {
      const [a, b] = [leftOf(rendering), rightOf(rendering)];
      rendering.step();
      if (isNumber(a) && isNumber(b)) {
        const result = calculate(operator, a, b);
        // Numbers of hundreds of digits take their time.
        if (result instanceof ExactNumber) rendering.spend(result.text.length >> 1);
        return result;
      }
      if (operator !== 'PLUS' || (typeof a !== 'string' && typeof b !== 'string')) return null;
      rendering.place = place;
      return rendering.sized((a === null ? '' : textOf(rendering, a)) + (b === null ? '' : textOf(rendering, b)));
    };
  }

  #comparison({ operator, left, right }: Binary): (rendering: Rendering) => boolean {
    if (operator === 'AND' || operator === 'OR') {
      const [a, b] = [this.condition(left), this.condition(right)];
      return operator === 'AND'
        ? (rendering) => a(rendering) && b(rendering)
        : (rendering) => a(rendering) || b(rendering);
    }
    const [leftOf, rightOf] = [this.value(left), this.value(right)];
    if (operator === 'EQ') return (rendering) => isEqual(rendering, leftOf(rendering), rightOf(rendering));
    if (operator === 'NE') return (rendering) => !isEqual(rendering, leftOf(rendering), rightOf(rendering));
    const isWanted = ORDERS[operator];
    if (isWanted === undefined) return () => false;
    return (rendering) => {
      const [a, b] = [leftOf(rendering), rightOf(rendering)];
      return isNumber(a) && isNumber(b) && isWanted(compareNumbers(a, b));
    };
  }
}

type Step = (rendering: Rendering, value: VtlValue) => VtlValue | undefined;

const ORDERS: Partial<Record<Binary['operator'], (order: number) => boolean>> = {
  LT: (order) => order < 0,
  LE: (order) => order <= 0,
  GT: (order) => order > 0,
  GE: (order) => order >= 0,
};

const ARITHMETIC: ReadonlySet<string> = new Set(['PLUS', 'MINUS', 'MULTIPLY', 'DIVIDE', 'MODULUS']);
const isArithmetic = (operator: Binary['operator']): operator is ArithmeticOperator => ARITHMETIC.has(operator);

/** Of arguments that mean the same everywhere. Strings are not among them: a macro reads them anew each time. */
export function constantOf(expression: Expression): VtlValue | undefined {
  switch (expression.kind) {
    case 'integer':
      return integerFromText(expression.text);
    case 'float':
      return doubleOf(Number(expression.text));
    case 'boolean':
      return expression.value;
    case 'word':
      return null;
    default:
      return undefined;
  }
}
