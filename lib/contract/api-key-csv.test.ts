import { describe, expect, it } from 'vitest';
import { parseApiKeyCsv } from './api-key-csv';

const A = 'aaaaaaaaaaaaaaaaaaaa';
const B = 'bbbbbbbbbbbbbbbbbbbb';

describe('parseApiKeyCsv', () => {
  it('reads the file of the developer guide, columns in any order and case', () => {
    const { rows, warnings } = parseApiKeyCsv(
      `Name,key,description,Enabled,usageplanIds\r\nfirst,${A},"An imported, quoted key",TRUE,"c7y23b,abc123"\r\nsecond,${B},,false,\r\n`,
    );
    expect(warnings).toEqual([]);
    expect(rows).toEqual([
      {
        line: 2,
        name: 'first',
        value: A,
        description: 'An imported, quoted key',
        enabled: true,
        usagePlanIds: ['c7y23b', 'abc123'],
      },
      { line: 3, name: 'second', value: B, description: '', enabled: false, usagePlanIds: [] },
    ]);
  });

  it('keeps quotes, line breaks in quotes and the line numbers after them', () => {
    const { rows } = parseApiKeyCsv(`\ufeffkey,name,description\n${A},one,"two\nlines, ""quoted"""\n${B},two,\n`);
    expect(rows.map((row) => [row.line, row.name, row.description])).toEqual([
      [2, 'one', 'two\nlines, "quoted"'],
      [4, 'two', ''],
    ]);
  });

  it('says which line can not be imported and why, and goes on', () => {
    const { rows, warnings } = parseApiKeyCsv(
      `Name,Key\nshort,abc\n,${A}\nok,${A}\nagain,${A}\nodd,${'!'.repeat(20)}\nmany,${B},x\n\nfine,${B}\n`,
    );
    expect(rows.map((row) => row.name)).toEqual(['ok', 'fine']);
    expect(warnings.map((warning) => warning.line)).toEqual([2, 3, 5, 6, 7]);
    expect(warnings[2]?.message).toContain('line 4');
  });

  it('refuses a file without the needed columns, naming them', () => {
    expect(parseApiKeyCsv('').fatal).toContain('empty');
    expect(parseApiKeyCsv(`title,key\na,${A}`).fatal).toContain('"Name"');
    expect(parseApiKeyCsv('name,value\n').fatal).toContain('"Key"');
  });
});
