// What a macro's call does.
import { Definition, type Render } from './definition';
import type { Macro } from './macro-table';
import type { Rendering } from './rendering';
import { type MacroArgument, MacroScope } from './scope';
import { Break } from './signals';
import type { VtlValue } from './values';

/** A constant is known before the call. */
export type Argument = { readonly value: MacroArgument } | { readonly constant: VtlValue };

export const BODY = 'bodyContent';

export function callMacro(
  rendering: Rendering,
  macro: Macro,
  name: string,
  args: readonly Argument[],
  body: Render | null,
): void {
  const { limits, scope: outer } = rendering;
  rendering.step();
  if (rendering.macroDepth >= limits.macroDepth) {
    rendering.fail(`Macros call each other more than ${limits.macroDepth} levels deep, here #${name}.`);
  }
  const scope = new MacroScope(outer);
  if (body !== null) scope.putOwn(BODY, new Definition(body, outer, limits.macroDepth));
  for (let i = 0; i < macro.params.length && i < args.length; i++) {
    const param = macro.params[i] ?? '';
    const arg = args[i];
    if (arg === undefined) break;
    if ('constant' in arg) scope.putOwn(param, arg.constant);
    else scope.addArgument(param, arg.value);
  }
  rendering.scope = scope;
  rendering.macroDepth++;
  try {
    macro.render(rendering);
  } catch (thrown) {
    if (!(thrown instanceof Break)) throw thrown;
  } finally {
    rendering.scope = outer;
    rendering.macroDepth--;
  }
}
