import { describe, expect, it } from 'vitest';
import { fillPath, missingParameters, prettyBody, toCurl } from './test-request';

describe('fillPath', () => {
  it('escapes a segment and keeps the slashes of a greedy one', () => {
    expect(fillPath('/pets/{petId}/{proxy+}', { petId: 'a/b', proxy: 'x/y z' })).toBe('/pets/a%2Fb/x/y%20z');
  });
  it('names what is missing', () => {
    expect(missingParameters('/a/{x}/{y}', { x: '1', y: ' ' })).toEqual(['y']);
  });
});

describe('toCurl', () => {
  const request = { pathParameters: { id: '7' }, queryString: 'a=1&b=2', headers: [], body: '' };
  it('writes a plain GET without a verb', () => {
    expect(toCurl('http://host/dev/', '/pets/{id}', 'GET', request)).toBe("curl 'http://host/dev/pets/7?a=1&b=2'");
  });
  it('quotes for the shell', () => {
    expect(
      toCurl('http://host/dev', '/', 'POST', {
        pathParameters: {},
        queryString: '',
        headers: [{ name: 'content-type', value: 'application/json' }],
        body: `{"a":"it's"}`,
      }),
    ).toBe(
      ["curl -X POST 'http://host/dev/'", "-H 'content-type: application/json'", `--data-raw '{"a":"it'\\''s"}'`].join(
        ' \\\n  ',
      ),
    );
  });
});

describe('prettyBody', () => {
  it('indents JSON and leaves the rest', () => {
    expect(prettyBody('{"a":1}')).toEqual({ text: '{\n  "a": 1\n}', json: true });
    expect(prettyBody('<p>hi</p>')).toEqual({ text: '<p>hi</p>', json: false });
    expect(prettyBody('{oops')).toEqual({ text: '{oops', json: false });
  });
});
