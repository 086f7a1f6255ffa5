import { describe, expect, it } from 'vitest';
import { highlight, type Language } from './highlight';

const kinds = (code: string, language: Language) =>
  highlight(code, language)
    .filter((t) => t.kind !== 'plain')
    .map((t) => [t.kind, t.text.trim()]);

describe('highlight', () => {
  it.each<[Language, string]>([
    ['json', '{"a":"b\\"c","n":-1.5e3,"t":true,\n"open'],
    ['bash', "curl -H 'x-api-key: k' \\\n  --data '{\"a\":1}' http://h/#x # say"],
    ['javascript', 'const r = await fetch(`x`); // go'],
    ['python', "import requests\nprint(requests.get('http://h').json()) # x"],
    ['http', 'HTTP/1.1 200 OK\ncontent-type: application/json\n\n{}'],
    ['text', 'plain "text" 1'],
  ])('%s: the tokens put together are the code', (language, code) => {
    expect(
      highlight(code, language)
        .map((t) => t.text)
        .join(''),
    ).toBe(code);
  });

  it('tells JSON keys from strings', () => {
    expect(kinds('{ "id": "42", "n": 42, "ok": true }', 'json')).toEqual([
      ['key', '"id"'],
      ['string', '"42"'],
      ['key', '"n"'],
      ['number', '42'],
      ['key', '"ok"'],
      ['keyword', 'true'],
    ]);
  });

  it('marks a curl line', () => {
    expect(kinds("curl -X POST -H 'x-api-key: k'", 'bash')).toEqual([
      ['keyword', 'curl'],
      ['flag', '-X'],
      ['flag', '-H'],
      ['string', "'x-api-key: k'"],
    ]);
  });
});
