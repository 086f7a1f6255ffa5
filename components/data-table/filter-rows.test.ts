import { expect, it } from 'vitest';
import { filterRows, rowText } from './filter-rows';

const rows = [
  { name: 'Mobile app', id: 'k1', plans: [{ name: 'Free' }] },
  { name: 'Partner', id: 'k2', plans: [{ name: 'Pro' }, { name: 'Free' }] },
];
const ids = (query: string) => filterRows(rows, query, rowText).map((row) => row.id);

it.each([
  ['', ['k1', 'k2']],
  ['   ', ['k1', 'k2']],
  ['APP', ['k1']],
  ['free', ['k1', 'k2']],
  ['free partner', ['k2']],
  ['partner nothing', []],
])('“%s” finds %j', (query, expected) => expect(ids(query)).toEqual(expected));

it('words are not found across two values', () => {
  expect(filterRows([{ a: 'foo', b: 'bar' }], 'oba', rowText)).toEqual([]);
});
