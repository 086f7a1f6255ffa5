import { expect, it } from 'vitest';
import { compileServiceUri } from './aws-service-uri';
import { awsOrigin, signingName, signingRegion } from './aws-services';

const prefix = 'arn:aws:apigateway:eu-central-1';
const known = (name: string) => (name === 'bucket' || name === 'key' ? () => `a&${name}` : undefined);
const compile = (text: string, variables: Readonly<Record<string, string>> = {}) =>
  compileServiceUri(text, variables, known);

// Forms of https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html (uri), and of AWS's tutorials.
it.each([
  [
    `${prefix}:dynamodb:action/PutItem`,
    'https://dynamodb.eu-central-1.amazonaws.com',
    '/?Action=PutItem',
    'DynamoDB_20120810.PutItem',
  ],
  [
    `${prefix}:kinesis:action/ListStreams`,
    'https://kinesis.eu-central-1.amazonaws.com',
    '/?Action=ListStreams',
    'Kinesis_20131202.ListStreams',
  ],
  [
    `${prefix}:states:action/StartExecution`,
    'https://states.eu-central-1.amazonaws.com',
    '/?Action=StartExecution',
    'AWSStepFunctions.StartExecution',
  ],
  [
    `${prefix}:sqs:path/123456789012/orders`,
    'https://sqs.eu-central-1.amazonaws.com',
    '/123456789012/orders',
    undefined,
  ],
  [`${prefix}:sns:action/Publish`, 'https://sns.eu-central-1.amazonaws.com', '/?Action=Publish', undefined],
  [`${prefix}:s3:path/{bucket}/{key}`, 'https://s3.eu-central-1.amazonaws.com', '/a&bucket/a&key', undefined],
  [
    `${prefix}:s3:action/GetObject&Bucket={bucket}&Key={key}`,
    'https://s3.eu-central-1.amazonaws.com',
    '/?Action=GetObject&Bucket=a%26bucket&Key=a%26key',
    undefined,
  ],
  [`${prefix}:s3:path/pets?list-type=2`, 'https://s3.eu-central-1.amazonaws.com', '/pets?list-type=2', undefined],
  [`${prefix}:pets.s3:path/cat.png`, 'https://pets.s3.eu-central-1.amazonaws.com', '/cat.png', undefined],
  [`${prefix}:s3:path/`, 'https://s3.eu-central-1.amazonaws.com', '/', undefined],
  [
    `${prefix}:streams.dynamodb:action/ListStreams`,
    'https://streams.dynamodb.eu-central-1.amazonaws.com',
    '/?Action=ListStreams',
    'DynamoDBStreams_20120810.ListStreams',
  ],
  [`${prefix}:iam:action/ListUsers`, 'https://iam.amazonaws.com', '/?Action=ListUsers', undefined],
  [
    'arn:aws-cn:apigateway:cn-north-1:sqs:action/ListQueues',
    'https://sqs.cn-north-1.amazonaws.com.cn',
    '/?Action=ListQueues',
    undefined,
  ],
])('reads %s', (text, origin, target, action) => {
  const compiled = compile(text);
  if (compiled.kind !== 'service') throw new Error(compiled.message);
  const { place, path, query, json } = compiled.uri;
  const read = (part: typeof path) => (typeof part === 'string' ? part : part({} as never));
  expect(awsOrigin(place)).toBe(origin);
  expect(`${read(path)}${read(query) === '' ? '' : `?${read(query)}`}`).toBe(target);
  expect(json?.target).toBe(action);
});

it.each([
  ['iam', 'iam', 'us-east-1'],
  ['abc.appsync-api', 'appsync', 'eu-central-1'],
  ['email', 'ses', 'eu-central-1'],
  ['runtime.sagemaker', 'sagemaker', 'eu-central-1'],
])('signs for %s as %s in %s', (service, name, region) => {
  const compiled = compile(`${prefix}:${service}:path/x`);
  if (compiled.kind !== 'service') throw new Error(compiled.message);
  const { place } = compiled.uri;
  expect([signingName(place), signingRegion(place)]).toEqual([name, region]);
});

it('has stage variables in the whole text', () => {
  const variables = { action: 'GetItem', region: 'us-east-1' };
  const text = `arn:aws:apigateway:\${stageVariables.region}:dynamodb:action/\${stageVariables['action']}`;
  expect(compile(text, variables)).toMatchObject({
    ...{ kind: 'service', uri: { place: { region: 'us-east-1' }, json: { target: 'DynamoDB_20120810.GetItem' } } },
  });
  expect(compile(text, { region: 'us-east-1' })).toMatchObject({ kind: 'broken' });
});

it.each([
  ['https://sqs.eu-central-1.amazonaws.com', 'Invalid ARN specified in the request'],
  ['arn:aws:sqs:eu-central-1:123456789012:orders', 'Invalid ARN specified in the request'],
  ['arn:aws:apigateway:eu-central-1', 'Invalid ARN specified in the request'],
  ['arn:aws:apigateway::sqs:path/1', 'is not a region'],
  ['arn:aws:apigateway:eu central 1:sqs:path/1', 'is not a region'],
  ['arn:aws:apigateway:evil.example/:sqs:path/1', 'is not a region'],
  [`${prefix}::path/1`, 'is not the name of a service'],
  [`${prefix}:evil.example@s3:path/1`, 'is not the name of a service'],
  [`${prefix}:.s3:path/1`, 'is not the name of a service'],
  [`${prefix}:sqs`, 'AWS ARN for integration must contain path or action'],
  [`${prefix}:sqs:`, 'AWS ARN for integration must contain path or action'],
  [`${prefix}:sqs:foo/bar`, 'AWS ARN for integration must contain path or action'],
  [`${prefix}:sqs:path`, 'AWS ARN for integration must contain path or action'],
  [`${prefix}:sqs:action/`, 'is not an action'],
  [`${prefix}:sqs:action/Send Message`, 'is not an action'],
  [`${prefix}:sqs:action/{key}`, 'is not an action'],
  [`${prefix}:sqs:path/{nothing}`, 'Nothing gives {nothing} a value'],
  [`${prefix}:sns:action/Publish&Message={nothing}`, 'Nothing gives {nothing} a value'],
])('says what is wrong with %s', (text, message) => {
  const compiled = compile(text);
  expect(compiled.kind).toBe('invalid');
  expect(compiled.kind === 'service' ? '' : compiled.message).toContain(message);
});
