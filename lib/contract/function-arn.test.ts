import { describe, expect, it } from 'vitest';
import { allowsSource, functionArn, lambdaIntegrationUri, lambdaTarget, methodSourceArn } from './function-arn';
import { integration, lambdaUriProblem } from './method';

const ARN = functionArn('eu-central-1', '123456789012', 'list-pets');

describe('the URI of a function', () => {
  it('is the one AWS writes', () => {
    expect(lambdaIntegrationUri(ARN, 'live')).toBe(
      'arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:123456789012:function:list-pets:live/invocations',
    );
  });

  it.each([
    [lambdaIntegrationUri(ARN), { name: 'list-pets', qualifier: undefined }],
    [lambdaIntegrationUri(ARN, '7'), { name: 'list-pets', qualifier: '7' }],
    [lambdaIntegrationUri(ARN, '$LATEST'), { name: 'list-pets', qualifier: '$LATEST' }],
    [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the gateway's own syntax
      lambdaIntegrationUri(functionArn('x', '1', 'a-${stageVariables.fn}'), "${stageVariables['alias']}"),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the gateway's own syntax
      { name: 'a-${stageVariables.fn}', qualifier: "${stageVariables['alias']}" },
    ],
  ])('%s names its function', (uri, target) => {
    expect(lambdaTarget(uri)).toEqual(target);
    expect(lambdaUriProblem(uri)).toBeUndefined();
  });

  it.each([
    ['', /Invalid ARN/],
    ['https://example.com', /Invalid ARN/],
    [ARN, /Invalid ARN/],
    ['arn:aws:apigateway:x:lambda:list-pets', /must contain path or action/],
    [lambdaIntegrationUri(`${ARN}/{petId}`), /choose a function/],
    [lambdaIntegrationUri('arn:aws:lambda:x:1:function:a b'), /choose a function/],
    [`${lambdaIntegrationUri(ARN)}/`, /choose a function/],
  ])('%j is not one', (uri, message) => {
    expect(lambdaUriProblem(uri)).toMatch(message);
    expect(integration.safeParse({ type: 'AWS_PROXY', httpMethod: 'POST', uri }).success).toBe(false);
  });

  it('is invoked with POST', () => {
    const uri = lambdaIntegrationUri(ARN);
    expect(integration.safeParse({ type: 'AWS_PROXY', httpMethod: 'POST', uri }).success).toBe(true);
    const refused = integration.safeParse({ type: 'AWS_PROXY', httpMethod: 'GET', uri });
    expect(refused.error?.issues).toMatchObject([{ path: ['httpMethod'] }]);
  });
});

describe('a statement of a function’s policy', () => {
  const source = methodSourceArn(ARN, { restApiId: 'abc', httpMethod: 'ANY', path: '/pets/{petId}' });

  it('is matched by what calls come from', () => {
    expect(source).toBe('arn:aws:execute-api:eu-central-1:123456789012:abc/*/*/pets/*');
  });

  it.each([
    [source, undefined, true],
    ['arn:aws:execute-api:*:123456789012:abc/*', undefined, true],
    ['arn:aws:execute-api:eu-central-1:123456789012:ab?/*/*/pets/*', undefined, true],
    ['*', undefined, true],
    ['arn:aws:execute-api:eu-central-1:123456789012:abc/*/GET/pets/*', undefined, false],
    ['arn:aws:execute-api:eu-central-1:123456789012:abc/prod/*/pets/*', undefined, false],
    ['arn:aws:execute-api:eu-central-1:123456789012:other/*', undefined, false],
    [source, 'live', false],
    [null, undefined, true],
  ])('%s with the qualifier %s: %s', (sourceArn, qualifier, allowed) => {
    expect(allowsSource({ sourceArn, qualifier: qualifier ?? null }, undefined, source)).toBe(allowed);
  });

  it('is read in no time, whatever its pattern', () => {
    const pattern = `${'*a'.repeat(200)}b`;
    expect(allowsSource({ sourceArn: pattern, qualifier: null }, undefined, 'a'.repeat(5000))).toBe(false);
  });
});
