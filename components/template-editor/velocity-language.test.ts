import { StringStream } from '@codemirror/language';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextToken, type VelocityState } from './velocity-language';

/** "text:kind" of every token that has a kind. */
function tokens(text: string): string[] {
  const state: VelocityState = { open: [], within: 'text', quotedAt: null };
  return text.split('\n').flatMap((line) => {
    const stream = new StringStream(line, 2, 2);
    const found: string[] = [];
    while (!stream.eol()) {
      stream.start = stream.pos;
      const kind = nextToken(stream, state);
      expect(stream.pos, 'a token has characters').toBeGreaterThan(stream.start);
      if (kind !== null) found.push(`${stream.current()}:${kind}`);
    }
    return found;
  });
}

test.each([
  ['{"id": $context.requestId}', ['"id":propertyName', '$context.requestId:variableName']],
  [
    '{"name": "$input.params(\'name\') x", "n": 1.5}',
    [
      ...['"name":propertyName', '":string', '$input.params(:variableName', "'name':string", '):bracket', ' x:string'],
      ...['":string', '"n":propertyName', '1.5:number'],
    ],
  ],
  [
    "#set($a = $input.path('$.a'))$a",
    [
      ...['#set(:keyword', '$a:variableName', '=:operator', '$input.path(:variableName', "'$.a':string", '):bracket'],
      ...['):bracket', '$a:variableName'],
    ],
  ],
  ['## a $comment', ['## a $comment:comment']],
  ['#* over\nlines *#$a', ['#* over:comment', 'lines *#:comment', '$a:variableName']],
  ['#[[ $not ]]#$yes', ['#[[ $not ]]#:string', '$yes:variableName']],
  [
    '#if($a == 1 && !$b)x#{else}y#end',
    [
      ...['#if(:keyword', '$a:variableName', '==:operator', '1:number', '&&:operator', '!:operator', '$b:variableName'],
      ...['):bracket', '#{else}:keyword', '#end:keyword'],
    ],
  ],
  [
    '#foreach($i in [1..3])$!{i.name}#end',
    [
      ...['#foreach(:keyword', '$i:variableName', 'in:keyword', '[:bracket', '1:number', '..:operator', '3:number'],
      ...[']:bracket', '):bracket', '$!{i.name:variableName', '}:bracket', '#end:keyword'],
    ],
  ],
  [
    `$input.path('$').get("k$a").b[0]`,
    [
      ...['$input.path(:variableName', "'$':string", ').get(:bracket', '":string', 'k:string', '$a:variableName'],
      ...['":string', ').b[:bracket', '0:number', ']:bracket'],
    ],
  ],
  [
    '<a href="x">true</a>',
    ['<a:tagName', '":string', 'x:string', '":string', '>:tagName', 'true:atom', '</a:tagName', '>:tagName'],
  ],
  ['\\$price #hello($x)', ['\\$:escape', '#hello(:macroName', '$x:variableName', '):bracket']],
  ['say "hello\n$a', ['":string', 'hello:string', '$a:variableName']],
  ['costs $5 and #1', ['5:number', '1:number']],
])('%s', (text, expected) => {
  expect(tokens(text)).toEqual(expected);
});

test('any text is read to its end', () => {
  const piece = fc.constantFrom(
    '$',
    '#',
    '!',
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '"',
    "'",
    '\\',
    '*',
    '.',
    'set',
    'a',
    ' ',
    '\n',
    '1',
    '<',
    '/',
  );
  fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => void tokens(pieces.join(''))));
});
