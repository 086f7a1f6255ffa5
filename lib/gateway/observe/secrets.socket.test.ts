// What clients send in confidence is in no log: neither the access log nor the gateway's own, whatever goes wrong.
import { expect, it } from 'vitest';
import { startBackend } from '../testing/backend';
import { planOf } from '../testing/definitions';
import { sendRaw } from '../testing/raw-client';
import { HOST, keyWithValue, startTestGateway } from '../testing/test-gateway';

const EVERY_VARIABLE = [
  ...['requestId', 'path', 'identity.apiKey', 'identity.apiKeyId', 'identity.userAgent', 'error.message'],
  ...['error.messageString', 'error.validationErrorString', 'integration.error', 'domainName', 'xrayTraceId'],
]
  .map((name) => `$context.${name}`)
  .join(' ');
const SECRET = 'confidential-0123456789';

it('keys, credentials, queries and bodies are not logged', async () => {
  const backend = await startBackend();
  backend.answer = { headers: ['Set-Cookie', `session=${SECRET}`], body: SECRET };
  const gateway = startTestGateway({ renderMetrics: () => Promise.reject(new Error('no metrics')) });
  gateway.serve(
    {
      'ANY /ok/{proxy+}': { apiKeyRequired: true, integration: { type: 'HTTP_PROXY', uri: backend.origin } },
      'ANY /down': { integration: { type: 'HTTP_PROXY', uri: 'http://127.0.0.1:9/' } },
      'ANY /hurry': { integration: { type: 'HTTP_PROXY', uri: backend.origin, timeoutInMillis: 50 } },
      'POST /template': { integration: { requestTemplates: { 'application/json': '{"statusCode": "x"}' } } },
    },
    {
      stage: { accessLogFormat: EVERY_VARIABLE },
      usagePlans: [planOf({ throttle: { rateLimit: 1, burstLimit: 1 } })],
      apiKeys: [keyWithValue(SECRET)],
    },
  );
  const { port } = await gateway.listen({ host: '127.0.0.1', port: 0 });
  const request = (line: string, ...headers: string[]) =>
    [
      `${line} HTTP/1.1`,
      `Host: ${HOST}`,
      `x-api-key: ${SECRET}`,
      `Authorization: Bearer ${SECRET}`,
      `Cookie: session=${SECRET}`,
      `Content-Length: ${SECRET.length}`,
      ...headers,
      '',
      SECRET,
    ].join('\r\n');
  const statuses: number[] = [];
  for (const text of [
    request(`POST /prod/ok/1?token=${SECRET}`),
    request(`POST /prod/ok/2?token=${SECRET}`), // over the plan's throttle
    request(`POST /prod/nowhere?token=${SECRET}`),
    request(`POST /prod/down?token=${SECRET}`),
    request(`POST /prod/template?token=${SECRET}`, 'Content-Type: application/json'),
    request(`POST /prod/ok/%zz?token=${SECRET}`),
    request(`POST /prod/ok/1?token=${SECRET}`, `Transfer-Encoding: ${SECRET}`),
  ]) {
    statuses.push((await sendRaw(port, text)).status);
  }
  backend.handle = () => undefined;
  statuses.push((await sendRaw(port, request(`POST /prod/hurry?token=${SECRET}`))).status);
  statuses.push((await sendRaw(port, 'GET /_metrics HTTP/1.1\r\nHost: x\r\n\r\n')).status);
  expect(statuses).toEqual([200, 429, 403, 504, 500, 400, 400, 504, 500]);

  expect(gateway.accessLog.length).toBeGreaterThan(5);
  expect(gateway.log.length).toBeGreaterThan(1);
  expect(gateway.accessLog.join('')).not.toContain(SECRET);
  expect(gateway.log.map(inFull).join('\n')).not.toContain(SECRET);
  await gateway.close(0);
  await backend.close();
});

/** With errors and their causes, as a log writes them. */
function inFull(part: unknown): string {
  if (part instanceof Error) return `${part.stack} ${inFull(part.cause)}`;
  if (typeof part !== 'object' || part === null) return String(part);
  return Object.entries(part)
    .map(([name, value]) => `${name}: ${inFull(value)}`)
    .join(', ');
}
