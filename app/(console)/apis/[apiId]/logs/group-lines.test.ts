import { expect, it } from 'vitest';
import type { StageLogLine } from '@/lib/contract/stage-log';
import { groupLines, splitLine } from './group-lines';

let count = 0;
const line = (requestId: string, text: string): StageLogLine => {
  count += 1;
  return { id: String(count), at: '2026-03-02T10:00:00.000Z', level: 'INFO', requestId, text };
};

it('lines of one request stand together, in the order they were written', () => {
  const groups = groupLines([
    line('b', 'Method completed with status: 404'),
    line('b', 'HTTP Method: GET, Resource Path: /pets/a, b'),
    line('a', 'Successfully completed execution'),
    line('b', 'Extended Request Id: x'),
  ]);
  expect(groups.map(({ requestId, status, method, path }) => ({ requestId, status, method, path }))).toEqual([
    { requestId: 'b', status: 404, method: 'GET', path: '/pets/a, b' },
    { requestId: 'a', status: null, method: '', path: '' },
    { requestId: 'b', status: null, method: '', path: '' },
  ]);
  expect(groups[0]?.lines.map(({ text }) => text)).toEqual([
    'HTTP Method: GET, Resource Path: /pets/a, b',
    'Method completed with status: 404',
  ]);
  expect(new Set(groups.map(({ id }) => id)).size).toBe(3);
});

it('access log lines are each their own', () => {
  expect(groupLines([line('', 'x'), line('', 'y')])).toHaveLength(2);
});

it.each([
  ['Method request headers: {a=b: c}', 'Method request headers', '{a=b: c}'],
  ['Method completed with status: 200', 'Method completed with status', '200'],
  ['Execution failed due to configuration error: x', '', 'Execution failed due to configuration error: x'],
  ['no colon', '', 'no colon'],
])('%s', (text, label, value) => {
  expect(splitLine(text)).toEqual({ label, value });
});
