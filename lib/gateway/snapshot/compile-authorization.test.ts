import { expect, it } from 'vitest';
import type { AuthorizationType, RestApiDefinition } from '../model';
import { apiOf, stageOf } from '../testing/definitions';
import { compileStage } from './compile';

const authorizers: RestApiDefinition['authorizers'] = {
  a1: { id: 'a1', name: 'Tokens', type: 'TOKEN', authorizerResultTtlInSeconds: 0 },
};
const placesOf = (method: object): string[] =>
  compileStage(stageOf(apiOf({ 'GET /pets': method }, { authorizers }))).errors.map(({ place }) => place);

it('never leaves a method open whose authorization it has no step for', () => {
  expect(placesOf({})).toEqual([]);
  expect(placesOf({ authorizationType: 'SOMETHING_NEW' as AuthorizationType })).toEqual([
    'GET /pets › authorizationType',
  ]);
});
