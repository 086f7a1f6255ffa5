import { expect, it } from 'vitest';
import {
  ACCESS_LOG_PRESETS,
  accessLogFormat,
  DEFAULT_ACCESS_LOG_FORMAT,
  emptyVariablesOf,
  previewAccessLogLine,
} from './access-log';

it.each([...ACCESS_LOG_PRESETS, { name: 'default', format: DEFAULT_ACCESS_LOG_FORMAT }])(
  '$name is a format',
  ({ format }) => {
    expect(accessLogFormat.parse(format)).toBe(format);
    expect(previewAccessLogLine(format)).not.toContain('$context');
  },
);

it('previews of JSON are JSON', () => {
  expect(JSON.parse(previewAccessLogLine(DEFAULT_ACCESS_LOG_FORMAT))).toMatchObject({ status: 200, stage: 'prod' });
});

it.each([
  ['$context.status', 'Access Log format must include $context.requestId or $context.extendedRequestId.'],
  ['$context.requestIdentity', 'Access Log format must include $context.requestId or $context.extendedRequestId.'],
  [
    '$context.requestId\n$context.status',
    'Access Log format must be single line, new line character is allowed only at end of the format.',
  ],
  [`$context.requestId ${'é'.repeat(1536)}`, 'An access log format has at most 3 KB.'],
])('%j is refused', (format, message) => {
  expect(accessLogFormat.safeParse(format).error?.issues[0]?.message).toBe(message);
});

it('an end of line and nothing at all are taken', () => {
  expect(accessLogFormat.parse('$context.extendedRequestId\r\n')).toBe('$context.extendedRequestId');
  expect(accessLogFormat.parse(' ')).toBe('');
});

it('says what will always be empty', () => {
  expect(
    emptyVariablesOf('$context.requestId $context.identity.cognitoIdentityId $context.nope $context.nope'),
  ).toEqual(['identity.cognitoIdentityId', 'nope']);
});
