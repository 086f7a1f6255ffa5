import { afterEach, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../testing/test-gateway';

let gateway: TestGateway | undefined;
afterEach(() => gateway?.close(0));

async function sourceIp(trustedProxies: string[], forwardedFor: string): Promise<string | undefined> {
  gateway = startTestGateway({ trustedProxies });
  gateway.serve({ 'GET /': {} }, { stage: { accessLogFormat: '$context.identity.sourceIp $context.requestId' } });
  const { port } = await gateway.listen({ host: '127.0.0.1', port: 0 });
  const headers = { 'X-Forwarded-For': forwardedFor };
  await fetch(`http://127.0.0.1:${port}/_aws/execute-api/api1/prod/`, { headers });
  return gateway.accessLog[0]?.split(' ')[1];
}

it('believes a trusted proxy about the client', async () => {
  expect(await sourceIp(['127.0.0.0/8'], '192.0.2.66, 203.0.113.9')).toBe('203.0.113.9');
});

it('believes nobody else', async () => {
  expect(await sourceIp(['10.0.0.0/8'], '203.0.113.9')).toBe('127.0.0.1');
  await gateway?.close(0);
  expect(await sourceIp([], '203.0.113.9')).toBe('127.0.0.1');
});
