import { expect, it } from 'vitest';
import { KNOWN_SERVICES, namesService, serviceIntegrationUri, serviceTarget, serviceUriProblem } from './aws-service';
import { roleArnProblem } from './method';
import { roleArn, roleNameOf } from './service-role';

const VARIABLE = '$' + '{stageVariables.action}';
const prefix = 'arn:aws:apigateway:eu-central-1';

it.each([
  [
    `${prefix}:dynamodb:action/PutItem`,
    { region: 'eu-central-1', service: 'dynamodb', subdomain: '', kind: 'action', api: 'PutItem' },
  ],
  [`${prefix}:pets.s3:path/{key}`, { service: 's3', subdomain: 'pets', kind: 'path', api: '{key}' }],
  [`${prefix}:a.b.s3:path/x`, { service: 's3', subdomain: 'a.b' }],
  [`${prefix}:s3:path/`, { kind: 'path', api: '' }],
  [`${prefix}:dynamodb:action/${VARIABLE}`, { api: VARIABLE }],
])('%s is taken apart and put together again', (uri, parts) => {
  const target = serviceTarget(uri);
  expect(target).toMatchObject(parts);
  expect(target && serviceIntegrationUri(target)).toBe(uri);
  expect(serviceUriProblem(uri)).toBeUndefined();
  expect(namesService(uri)).toBe(true);
});

it.each([
  ['', 'Name a service'],
  [`${prefix}:dynamodb`, 'AWS ARN for integration must contain path or action'],
  [`${prefix}:dynamodb:foo/x`, 'AWS ARN for integration must contain path or action'],
  [`${prefix}:dynamodb:action/`, 'Name the service’s action'],
  ['arn:aws:dynamodb:eu-central-1:1:table/pets', 'Invalid ARN specified in the request'],
  ['https://dynamodb.eu-central-1.amazonaws.com', 'Invalid ARN specified in the request'],
])('says what is wrong with %j', (uri, message) => {
  expect(serviceUriProblem(uri)).toContain(message);
});

it('lets the stage say what is asked', () => {
  expect(serviceUriProblem(`${prefix}:dynamodb:${VARIABLE}`)).toBeUndefined();
});

it('leaves functions to their own way', () => {
  expect(namesService(`${prefix}:lambda:path/2015-03-31/functions/x/invocations`)).toBe(false);
});

it('knows services by names that URIs can hold', () => {
  for (const { name } of KNOWN_SERVICES) expect(serviceUriProblem(`${prefix}:${name}:action/X`)).toBeUndefined();
});

it.each([
  ['arn:aws:iam::123456789012:role/gateway', 'gateway'],
  ['arn:aws:iam::123456789012:role/service-role/my+gate=way,.@-', 'my+gate=way,.@-'],
  ['arn:aws-cn:iam::123456789012:role/x', 'x'],
  [roleArn('000000000000', 'pets'), 'pets'],
  ['arn:aws:iam::123456789012:user/me', undefined],
  ['gateway', undefined],
])('the role of %s is %s', (arn, name) => {
  expect(roleNameOf(arn)).toBe(name);
});

it.each([
  ['', 'Role ARN must be specified for AWS integrations'],
  ['arn:aws:iam::*:user/*', 'not supported yet'],
  ['gateway', 'Invalid ARN specified in the request'],
])('credentials %j are refused', (arn, message) => {
  expect(roleArnProblem(arn)).toContain(message);
});
