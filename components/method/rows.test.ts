import { describe, expect, it } from 'vitest';
import { requestExpressionProblem, responseExpressionProblem } from '@/lib/contract/mapping';
import { stageVariables } from '@/lib/contract/stage';
import {
  fromHeaderRows,
  fromMappingRows,
  fromModelRows,
  fromParameterRows,
  headerRows,
  mappingRows,
  modelRows,
  pairRows,
  parameterRows,
  responseModelRows,
  toHeaderRows,
  toMappingRows,
  toModelRows,
  toParameterRows,
} from './rows';

const problems = (result: { error?: { issues: readonly { path: PropertyKey[]; message: string }[] } }) =>
  result.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];

describe('records and rows', () => {
  it('keep names that hold dots', () => {
    const parameters = { 'method.request.header.x.y': true, 'method.request.querystring.page': false };
    expect(fromParameterRows(toParameterRows(parameters))).toEqual(parameters);
    const mappings = { 'integration.request.path.id': 'method.request.path.id' };
    expect(fromMappingRows(toMappingRows(mappings))).toEqual(mappings);
  });

  it('know both prefixes of header mappings', () => {
    const row = [{ name: 'X-A.b', expression: "'1'" }];
    for (const prefix of ['method.response.header', 'gatewayresponse.header'] as const) {
      expect(toHeaderRows(fromHeaderRows(row, prefix))).toEqual(row);
    }
  });
});

describe('rows', () => {
  it('say where a name is missing, wrong or repeated', () => {
    const rows = [
      { location: 'header' as const, name: '', required: false },
      { location: 'header' as const, name: 'a b', required: false },
      { location: 'header' as const, name: 'page', required: false },
      { location: 'querystring' as const, name: 'page', required: false },
    ];
    expect(problems(parameterRows.safeParse(rows))).toEqual([
      '0.name: Enter a name.',
      '1.name: A name has letters, digits and . _ $ - only.',
      '3.name: This is here twice.',
    ]);
  });

  it('refuse expressions and headers that the gateway would', () => {
    const rows = [
      { location: 'header' as const, name: 'Content-Length', expression: "'1'" },
      { location: 'header' as const, name: 'X', expression: 'request.body.id' },
    ];
    const [first, second] = problems(mappingRows(requestExpressionProblem).safeParse(rows));
    expect(first).toContain('0.name: Content-Length is set by the gateway');
    expect(second).toMatch(/^1\.expression: ./);
  });

  it('compare header names without their case', () => {
    const rows = [
      { name: 'X-A', expression: "'1'" },
      { name: 'x-a', expression: "'2'" },
    ];
    expect(problems(headerRows(responseExpressionProblem).safeParse(rows))).toEqual(['1.name: This is here twice.']);
  });

  it('check variables with their own contract', () => {
    const rows = [
      { name: 'ok', value: 'x' },
      { name: 'not ok', value: 'x' },
      { name: 'bad', value: 'a b' },
    ];
    expect(problems(pairRows(stageVariables).safeParse(rows))).toEqual([
      '1.name: A variable name has 1–64 letters, digits or underscores.',
      '2.value: A value may hold letters, digits and -._~:/?#&=, only.',
    ]);
  });
});

describe('models', () => {
  it('are one for each content type, and chosen', () => {
    const models = { 'application/json': 'Pet', $default: 'Any' };
    expect(fromModelRows(toModelRows(models))).toEqual(models);
    expect(
      problems(
        modelRows.safeParse([
          { mediaType: 'application/json', model: 'Pet' },
          { mediaType: 'Application/JSON', model: '' },
          { mediaType: 'json', model: 'Pet' },
        ]),
      ).sort(),
    ).toEqual([
      '1.mediaType: This is here twice.',
      '1.model: Choose a model.',
      '2.mediaType: Not a media type, such as application/json.',
    ]);
  });

  it('of responses are one for each status and content type', () => {
    const row = { statusCode: '200', mediaType: 'application/json', model: 'Pet' };
    expect(responseModelRows.safeParse([row, { ...row, statusCode: '404' }]).success).toBe(true);
    expect(problems(responseModelRows.safeParse([row, row]))).toEqual(['1.mediaType: This is here twice.']);
  });
});
