// Renders for tests.
import { compileTemplate, type RenderLimits, TemplateSyntaxError } from '../template';
import { javaTextOf } from '../value-text';
import { HostError, HostObject, type VtlValue } from '../values';

/** Throws the TemplateSyntaxError, or what the rendering throws. */
export function renderTemplate(
  source: string,
  roots: Readonly<Record<string, VtlValue>> = {},
  limits?: RenderLimits,
): string {
  const template = compileTemplate(source);
  if (template instanceof TemplateSyntaxError) throw template;
  return template.render(new Map(Object.entries(roots)), limits);
}

/** A map of the gateway's. */
export class TestHost extends HostObject {
  readonly #members: Map<string, VtlValue>;

  constructor(members: Readonly<Record<string, VtlValue>>) {
    super();
    this.#members = new Map(Object.entries(members));
  }

  get(name: string): VtlValue | undefined {
    return this.#members.get(name);
  }

  override call(name: string, args: readonly VtlValue[]): VtlValue | undefined {
    if (name === 'refuse') throw new HostError('The host refuses.');
    return name === 'echo' ? args.map(javaTextOf).join('|') : undefined;
  }

  override set(name: string, value: VtlValue): void {
    this.#members.set(name, value);
  }

  override values(): readonly VtlValue[] {
    return [...this.#members.values()];
  }

  text(): string {
    return 'host';
  }
}
