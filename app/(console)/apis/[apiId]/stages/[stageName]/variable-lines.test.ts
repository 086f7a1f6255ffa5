import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatVariableLines, noteVariables, parseVariableLines, placesText } from './variable-lines';

describe('lines of variables', () => {
  it('are read as in .env files', () => {
    const text =
      '# a comment\n\n backend = api.internal:8081 \r\nquery=a=b&c=#1\nempty=\nquoted="x"\nsingle=\'y\'\nlone="\n';
    expect(parseVariableLines(text)).toEqual({
      problems: [],
      variables: { backend: 'api.internal:8081', query: 'a=b&c=#1', empty: '', quoted: 'x', single: 'y', lone: '"' },
    });
  });

  it.each([
    ['name', 'Line 1: there is no “=”.'],
    ['a=1\n=x', 'Line 2: there is no name before “=”.'],
    ['a=1\n\na=2', 'Line 3: a is there already.'],
    ['\n'.repeat(1001), 'That are more than 1000 lines.'],
  ])('refuse %j', (text, problem) => {
    expect(parseVariableLines(text).problems).toEqual([problem]);
  });

  it('give back every variable that a stage may have', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9_]{1,64}$/);
    const value = fc.stringMatching(/^[A-Za-z0-9\-._~:/?#&=,]{0,40}$/);
    fc.assert(
      fc.property(fc.uniqueArray(fc.record({ name, value }), { selector: (row) => row.name }), (rows) => {
        const { variables, problems } = parseVariableLines(formatVariableLines(rows));
        expect(problems).toEqual([]);
        expect(Object.entries(variables).sort()).toEqual(rows.map((row) => [row.name, row.value]).sort());
      }),
    );
  });

  it('no text makes them fail', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => void parseVariableLines(text)));
  });
});

it('notes which variables are used, missing and unused', () => {
  const use = (name: string) => ({ name, places: ['GET /'], count: 1 });
  expect(noteVariables(['a', 'b', ''], [use('a'), use('c')])).toEqual({
    used: [use('a')],
    missing: [use('c')],
    unused: ['b'],
  });
});

it('names the first places', () => {
  expect(placesText({ name: 'a', places: ['GET /1', 'GET /2', 'GET /3'], count: 3 })).toBe('GET /1, GET /2, GET /3');
  expect(placesText({ name: 'a', places: ['GET /1', 'GET /2', 'GET /3', 'GET /4'], count: 30 })).toBe(
    'GET /1, GET /2, GET /3 and 27 more',
  );
});
