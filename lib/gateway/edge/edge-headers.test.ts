import { expect, it } from 'vitest';
import { requestHeaders, responseHeaders } from './edge-headers';

const VIEWER = { address: '203.0.113.9', cfId: 'id==' };
const at = { secret: 's3cret', via: '1.1 me.edge (CloudFront)' };

function sent(...headers: string[]): Record<string, string> {
  const list = requestHeaders(headers, VIEWER, at);
  return Object.fromEntries(list.flatMap((name, i) => (i % 2 === 0 ? [[name, list[i + 1] ?? '']] : [])));
}

it('passes names on capitalised, and cookies sorted by name', () => {
  expect(sent('host', 'a', 'x-api-key', 'k', 'cookie', 'b=2; a=1', 'Cookie', 'B=3; a=0')).toMatchObject({
    Host: 'a',
    'X-Api-Key': 'k',
    Cookie: 'B=3; a=1; a=0; b=2',
  });
});

it('says who the viewer is, over whatever the viewer said', () => {
  const headers = sent(
    ...['X-Forwarded-For', '10.0.0.1', 'Via', '1.1 proxy', 'CloudFront-Viewer-Country', 'NL', 'X-Amz-Cf-Id', 'mine'],
    ...['cloudfront-is-mobile-viewer', 'true', 'x-gatehouse-edge', 'guess', 'User-Agent', 'curl/8.5.0'],
  );
  expect(headers).toEqual({
    'User-Agent': 'curl/8.5.0',
    'X-Forwarded-For': '10.0.0.1, 203.0.113.9',
    Via: '1.1 proxy, 1.1 me.edge (CloudFront)',
    'X-Amz-Cf-Id': 'id==',
    'CloudFront-Forwarded-Proto': 'http',
    'CloudFront-Is-Desktop-Viewer': 'true',
    'CloudFront-Is-Mobile-Viewer': 'false',
    'CloudFront-Is-SmartTV-Viewer': 'false',
    'CloudFront-Is-Tablet-Viewer': 'false',
    'X-Gatehouse-Edge': 's3cret',
  });
});

it.each([
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148', 'Mobile'],
  ['Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/120 Mobile Safari/537.36', 'Mobile'],
  ['Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X)', 'Tablet'],
  ['Mozilla/5.0 (Linux; Android 13; SM-X700) Safari/537.36', 'Tablet'],
  ['Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0)', 'SmartTV'],
  ['Mozilla/5.0 (X11; Linux x86_64)', 'Desktop'],
])('%s is a %s', (userAgent, device) => {
  const headers = sent('User-Agent', userAgent);
  const said = Object.keys(headers).filter((it) => it.startsWith('CloudFront-Is') && headers[it] === 'true');
  expect(said).toEqual([`CloudFront-Is-${device}-Viewer`]);
});

it('leaves out what belongs to one connection, but not what frames the body', () => {
  const hop = ['Connection', 'keep-alive, X-Hop, Content-Length', 'X-Hop', '1', 'TE', 'trailers', 'Upgrade', 'h2c'];
  const headers = sent(...hop, 'Content-Length', '3', 'Expect', '100-continue');
  for (const name of ['Connection', 'X-Hop', 'TE', 'Upgrade', 'Expect']) expect(headers).not.toHaveProperty(name);
  expect(headers).toHaveProperty('Content-Length', '3');
  expect(
    responseHeaders([
      'Connection',
      'x-hop',
      'X-Hop',
      '1',
      'Keep-Alive',
      'timeout=5',
      'X-Gatehouse-Edge-Open',
      '1',
      'A',
      'b',
    ]),
  ).toEqual(['A', 'b']);
});
