import { type Completion, CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { describe, expect, test } from 'vitest';
import { velocityCompletions } from './velocity-completion';

const source = velocityCompletions(() => ({ parameters: ['petId', 'X-Tenant'], stageVariables: ['table'] }));

/** "|" is the cursor. */
function complete(text: string) {
  const pos = text.indexOf('|');
  const state = EditorState.create({ doc: text.replace('|', '') });
  const result = source(new CompletionContext(state, pos, true));
  const typed = result === null ? '' : state.sliceDoc(result.from, pos);
  const options = (result?.options ?? []).filter(({ label }) => label.startsWith(typed));
  return { typed, labels: options.map(({ label }) => label), options };
}

describe('references', () => {
  test.each([
    ['{"a": $con|', '$con', '$context.requestId'],
    ['$context.identity.s|', '$context.identity.s', '$context.identity.sourceIp'],
    ['$!inp|', '$!inp', "$!input.json('$')"],
    ['${ut|', '${ut', '${util.urlEncode()'],
    ['$!{st|', '$!{st', '$!{stageVariables.table'],
    ['#set($mine = 1)$mi|', '$mi', '$mine'],
    ['#foreach($pet in [])$foreach.h|#end', '$foreach.h', '$foreach.hasNext'],
    ['$|', '$', '$input.body'],
  ])('%s', (text, typed, label) => {
    const found = complete(text);
    expect(found.typed).toBe(typed);
    expect(found.labels).toContain(label);
  });

  test('each says what it is', () => {
    for (const { label, detail } of complete('$|').options) expect(detail, label).toMatch(/\w/);
  });

  test('setting a member of something makes no name', () => {
    expect(complete('#set($context.responseOverride.status = 400)$context|').labels).not.toContain('$context');
  });

  test('$foreach is offered only where there is a loop', () => {
    expect(complete('$f|').labels).toEqual([]);
  });
});

describe('names of parameters', () => {
  test.each([["$input.params('|"], ["$input.params('pet|')"], ['${input.params("p|']])('%s', (text) => {
    expect(complete(text).labels).toContain('petId');
  });
});

describe('directives', () => {
  test.each([
    ['#f|', ['#foreach']],
    ['#e|', ['#elseif', '#else', '#end', '#evaluate']],
    ['## a comment|', []],
    ['plain|', []],
  ])('%s', (text, labels) => {
    expect(complete(text).labels).toEqual(labels);
  });
});

describe('what is inserted is a template', () => {
  const applied = (text: string, label: string): string => {
    const found = complete(text);
    const option = found.options.find((one) => one.label === label) as Completion;
    if (typeof option.apply === 'string') return text.slice(0, text.indexOf('|') - found.typed.length) + option.apply;
    const pos = text.indexOf('|');
    let state = EditorState.create({ doc: text.replace('|', '') });
    const view = {
      get state() {
        return state;
      },
      dispatch: (spec: Parameters<EditorState['update']>[0]) => {
        state = 'state' in spec ? (spec as unknown as { state: EditorState }).state : state.update(spec).state;
      },
    } as unknown as EditorView;
    option.apply?.(view, option, pos - found.typed.length, pos);
    return state.doc.toString();
  };

  test.each([
    ['$in|', "$input.json('$')", "$input.json('$.path')"],
    ['${in|', "${input.path('$')", `\${input.path('$.path')}`],
    ['$in|', "$input.params('name')", "$input.params('name')"],
    ['$in|', '$input.params()', '$input.params()'],
    ['$u|', '$util.urlEncode()', '$util.urlEncode()'],
    ['${con|', '${context.stage', `\${context.stage}`],
    ['#s|', '#set', '#set($name = value)'],
    ['#fo|', '#foreach', '#foreach($item in list)\n\n#end'],
  ])('%s and %s', (text, label, expected) => {
    expect(applied(text, label)).toBe(expected);
  });
});
