import { expect, it } from 'vitest';
import { compileLambdaUri } from './lambda-uri';

const uri = (functionArn: string): string =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:pets';

it.each([
  [uri(ARN), { accountId: '123456789012', name: 'pets', qualifier: undefined, region: 'us-east-1' }],
  [uri(`${ARN}:live`), { qualifier: 'live' }],
  [uri(`${ARN}:$LATEST`), { qualifier: '$LATEST' }],
  [uri(`${ARN.replace('pets', '')}\${stageVariables.fn}`), { name: 'orders' }],
  [uri(`${ARN}:\${stageVariables['alias']}`), { qualifier: 'blue' }],
  [uri(ARN).replace('arn:aws:apigateway', 'arn:aws-cn:apigateway'), { name: 'pets' }],
])('finds the function in %s', (text, expected) => {
  const compiled = compileLambdaUri(text, { fn: 'orders', alias: 'blue' });
  expect(compiled).toMatchObject({ kind: 'function', uri: expected });
});

it.each([
  ['https://example.com', 'invalid', 'Invalid ARN specified in the request'],
  [ARN, 'invalid', 'Invalid ARN specified in the request'],
  ['arn:aws:apigateway:us-east-1:lambda:foo', 'invalid', 'must contain path or action'],
  ['arn:aws:apigateway:us-east-1:sqs:path/1/queue', 'invalid', 'only Lambda functions'],
  [uri('pets'), 'invalid', 'not the ARN of a function'],
  [uri(`${ARN}:\${stageVariables.none}`), 'broken', 'not the ARN of a function'],
])('says what is wrong with %s', (text, kind, message) => {
  const compiled = compileLambdaUri(text, {});
  expect(compiled.kind).toBe(kind);
  expect(compiled.kind === 'function' ? '' : compiled.message).toContain(message);
});
