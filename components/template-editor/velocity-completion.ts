import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  snippetCompletion,
} from '@codemirror/autocomplete';
import { TEMPLATE_VARIABLES } from '@/lib/contract/template-variables';

export interface CompletionNames {
  /** Of the method's path, query and headers. */
  readonly parameters: readonly string[];
  readonly stageVariables: readonly string[];
}

/** What may follow "$" and "#" at the cursor. */
export function velocityCompletions(names: () => CompletionNames) {
  return (context: CompletionContext): CompletionResult | null => {
    const param = context.matchBefore(/\$!?\{?input\.params\(['"][\w.$-]*/);
    if (param) return parameterNames(param, names().parameters);
    const reference = context.matchBefore(/\$!?\{?[\w.]*/);
    if (reference) {
      const sigil = /^\$!?\{?/.exec(reference.text)?.[0] ?? '$';
      const isClosed = context.state.sliceDoc(context.pos, context.pos + 1) === '}';
      const options = [...known(names()), ...own(context.state.doc.toString())];
      return {
        from: reference.from,
        options: options.map((option) => toCompletion(option, sigil, isClosed)),
        validFor: /^\$!?\{?[\w.]*$/,
      };
    }
    const directive = context.matchBefore(/#\{?\w*/);
    if (!directive || directive.text.startsWith('##')) return null;
    return { from: directive.from, options: DIRECTIVES, validFor: /^#\w*$/ };
  };
}

interface Offer {
  /** "context.requestId", "input.json('$')": without its sigil. */
  readonly text: string;
  readonly about: string;
  readonly type: 'variable' | 'function' | 'property';
}

function known({ stageVariables }: CompletionNames): Offer[] {
  return [
    ...TEMPLATE_VARIABLES.map(({ text, about }): Offer => {
      return { text: text.slice(1), about, type: text.endsWith(')') ? 'function' : 'property' };
    }),
    ...stageVariables.map(
      (name): Offer => ({ text: `stageVariables.${name}`, about: 'Of the sample', type: 'property' }),
    ),
  ];
}

/** Names that the template itself gives a value. */
function own(text: string): Offer[] {
  const names = new Set<string>();
  for (const [, name] of text.matchAll(/#(?:set|foreach|define)\s*\(\s*\$!?\{?([A-Za-z_][\w-]*)(?![\w.[-])/g)) {
    if (name !== undefined) names.add(name);
  }
  const offers = [...names].map((name): Offer => ({ text: name, about: 'Of this template', type: 'variable' }));
  const inLoop = /#foreach/.test(text) ? LOOP : [];
  return [...offers, ...inLoop];
}

const LOOP: readonly Offer[] = [
  { text: 'foreach.hasNext', about: 'Whether another item follows', type: 'property' },
  { text: 'foreach.count', about: 'The number of this round, from 1', type: 'property' },
  { text: 'foreach.index', about: 'The number of this round, from 0', type: 'property' },
];

/** Its label begins as what was typed does, or it would not be found: "$", "$!" or "${". */
function toCompletion({ text, about, type }: Offer, sigil: string, isClosed: boolean): Completion {
  const label = `${sigil}${text}`;
  const closing = sigil.endsWith('{') && !isClosed ? '}' : '';
  const shown = { label, detail: about, type };
  const call = /^(.*\()('\$'|'name'|)(\))$/.exec(text);
  if (!call) return { ...shown, apply: `${label}${closing}` };
  const [, before = '', argument = ''] = call;
  const start = escaped(`${sigil}${before}`);
  const field =
    argument === "'$'" ? "'$.#{path}'" : argument === "'name'" ? "'#{name}'" : text === 'input.params()' ? '' : '#{}';
  return snippetCompletion(`${start}${field})${escaped(closing)}`, shown);
}

/** Braces mean fields in a snippet. */
const escaped = (text: string): string => text.replace(/[{}]/g, '\\$&');

function parameterNames(match: { from: number; text: string }, parameters: readonly string[]): CompletionResult {
  const quote = match.text.search(/['"]/);
  return {
    from: match.from + quote + 1,
    options: parameters.map((label) => ({ label, detail: 'Of this method', type: 'constant' })),
    validFor: /^[\w.$-]*$/,
  };
}

const directive = (label: string, snippet: string, detail: string): Completion =>
  snippetCompletion(snippet, { label, detail, type: 'keyword' });

const DIRECTIVES: readonly Completion[] = [
  directive('#set', '#set($#{name} = #{value})', 'Gives a variable a value'),
  directive('#if', '#if(#{condition})\n#{}\n#end', 'Only where the condition is true'),
  directive('#elseif', '#elseif(#{condition})', 'Another condition'),
  directive('#else', '#else', 'Where no condition is true'),
  directive('#foreach', '#foreach($#{item} in #{list})\n#{}\n#end', 'For each item, 1,000 at most'),
  directive('#end', '#end', 'Ends #if, #foreach, #macro, #define'),
  directive('#macro', '#macro(#{name} $#{argument})\n#{}\n#end', 'A template within the template'),
  directive('#define', '#define($#{name})\n#{}\n#end', 'A block under a name'),
  directive('#evaluate', '#evaluate(#{text})', 'Renders text as a template'),
  directive('#break', '#break', 'Leaves the loop'),
  directive('#stop', '#stop', 'Ends the output here'),
  directive('##', '## #{}', 'A comment to the end of the line'),
];
