import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AccessLogRecord, formatAccessLogLine } from './access-log';

const record = (extra: Partial<AccessLogRecord> = {}): AccessLogRecord => ({
  requestId: '5e9c4b6e-3b0d-4f3e-9d6e-1f2a3b4c5d6e',
  extendedRequestId: 'JKJaXmPLvHcESHA=',
  timeMs: Date.parse('2026-03-02T10:00:00.007Z'),
  apiId: 'a1b2c3d4e5',
  stage: 'prod',
  method: 'GET',
  resourcePath: '/pets/{petId}',
  path: '/prod/pets/7',
  status: 200,
  latencyMs: 1.23456,
  integrationLatencyMs: 0.9,
  responseLength: 42,
  sourceIp: '127.0.0.1',
  userAgent: 'curl/8.0',
  apiKeyId: 'k1',
  errorType: '',
  isCanaryRequest: '',
  cache: 'miss',
  ...extra,
});

it('writes one JSON object and leaves out what does not apply', () => {
  const line = formatAccessLogLine(record());
  expect(line.endsWith('}\n')).toBe(true);
  expect(JSON.parse(line)).toEqual({
    requestId: '5e9c4b6e-3b0d-4f3e-9d6e-1f2a3b4c5d6e',
    extendedRequestId: 'JKJaXmPLvHcESHA=',
    time: '2026-03-02T10:00:00.007Z',
    apiId: 'a1b2c3d4e5',
    stage: 'prod',
    method: 'GET',
    resourcePath: '/pets/{petId}',
    path: '/prod/pets/7',
    status: 200,
    latencyMs: 1.235,
    integrationLatencyMs: 0.9,
    responseLength: 42,
    sourceIp: '127.0.0.1',
    userAgent: 'curl/8.0',
    apiKeyId: 'k1',
    cache: 'miss',
  });
  const bare = JSON.parse(
    formatAccessLogLine(record({ integrationLatencyMs: -1, apiKeyId: '', cache: '', errorType: 'ForbiddenException' })),
  );
  expect(Object.keys(bare)).not.toEqual(expect.arrayContaining(['integrationLatencyMs']));
  expect(bare).toMatchObject({ errorType: 'ForbiddenException' });
  expect(bare).not.toHaveProperty('apiKeyId');
});

it('formats any time as Date does', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }), (date) => {
      const line = formatAccessLogLine(record({ timeMs: date.getTime() + 0.25 }));
      expect(JSON.parse(line).time).toBe(date.toISOString());
    }),
  );
});

it('gives back whatever a client sent, in one line of plain text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary-ascii' }), (userAgent, path) => {
      const line = formatAccessLogLine(record({ userAgent, path, method: userAgent }));
      const parsed = JSON.parse(line);
      expect(parsed).toMatchObject({ userAgent, path, method: userAgent });
      expect(line.slice(0, -1)).toMatch(/^[ -~]*$/);
    }),
  );
  expect(JSON.parse(formatAccessLogLine(record({ userAgent: '"\\\u2028\ud800\u007f' }))).userAgent).toBe(
    '"\\\u2028\ud800\u007f',
  );
});
