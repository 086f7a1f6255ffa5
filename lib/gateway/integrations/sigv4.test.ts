import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { authorizationOf, signLambdaRequest } from './sigv4';

const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};

// https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html works this request through.
it('signs AWS’s own example as AWS does', () => {
  const authorization = authorizationOf(credentials, {
    ...{ service: 'iam', method: 'GET', path: '/', query: 'Action=ListUsers&Version=2010-05-08' },
    headers: [
      ['content-type', 'application/x-www-form-urlencoded; charset=utf-8'],
      ['host', 'iam.amazonaws.com'],
      ['x-amz-date', '20150830T123600Z'],
    ],
    bodyHash: createHash('sha256').update('').digest('hex'),
    time: '20150830T123600Z',
  });
  expect(authorization).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  );
});

it('signs body, date and session token of a request to Lambda', () => {
  const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  const sign = (body: string, token?: string): string[] =>
    signLambdaRequest(
      token === undefined ? credentials : { ...credentials, sessionToken: token },
      ...(['https://lambda.us-east-1.amazonaws.com', '/2015-03-31/functions/f/invocations'] as const),
      Buffer.from(body),
      nowMs,
    );
  const [, hash, , date, , authorization] = sign('{}');
  expect({ hash, date }).toEqual({ hash: createHash('sha256').update('{}').digest('hex'), date: '20260102T030405Z' });
  expect(authorization).toContain('/20260102/us-east-1/lambda/aws4_request, SignedHeaders=host;x-amz-content-sha256;');
  expect(sign('{}').at(-1)).toBe(authorization);
  expect(sign('{ }').at(-1)).not.toBe(authorization);
  expect(sign('{}', 'token')).toContain('token');
});
