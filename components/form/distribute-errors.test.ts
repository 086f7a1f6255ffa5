import { expect, it } from 'vitest';
import { distributeErrors } from './distribute-errors';

const values = { name: '', throttle: { rateLimit: 1 }, quota: null, stages: [{ stageName: 'dev' }] };

it('puts errors on the fields that the form has, in order', () => {
  expect(
    distributeErrors({ 'throttle.rateLimit': ['Too high.'], name: ['Taken.', 'Too short.'] }, values).fields,
  ).toEqual([
    { name: 'throttle.rateLimit', message: 'Too high.' },
    { name: 'name', message: 'Taken. Too short.' },
  ]);
});

it('puts an error below a field that is shown as one on that field', () => {
  expect(
    distributeErrors({ 'quota.limit': ['A.'], 'quota.period': ['B.'], 'stages[0].stageName': ['C.'] }, values),
  ).toEqual({
    fields: [
      { name: 'quota', message: 'A. B.' },
      { name: 'stages.0.stageName', message: 'C.' },
    ],
    rest: [],
  });
});

it('words what the form has no field for', () => {
  expect(distributeErrors({ version: ['Stale.'], '': ['Whole thing wrong.'], name: [] }, values)).toEqual({
    fields: [],
    rest: ['version: Stale.', 'Whole thing wrong.'],
  });
});

it('does not take an inherited property for a field', () => {
  expect(distributeErrors({ toString: ['x'] }, values).fields).toEqual([]);
});
