import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { fillPath, joinUrl, sample } from './samples';

describe('code samples', () => {
  it('puts something where the path has a parameter', () => {
    expect(fillPath('/pets/{petId}/photos/{proxy+}')).toBe('/pets/1/photos/proxy');
    expect(joinUrl('http://host/prod/', '/pets')).toBe('http://host/prod/pets');
    expect(joinUrl('http://host/prod', '/')).toBe('http://host/prod/');
  });

  it('quotes for the shell, so that a pasted line sends exactly this', () => {
    const line = sample('curl', { method: 'GET', url: "http://h/it's?a=1&b=2", apiKey: 'k' });
    const words = execFileSync('bash', ['-c', `curl() { printf '%s\\n' "$@"; }; ${line}`], { encoding: 'utf8' });
    expect(words.trim().split('\n')).toEqual(["http://h/it's?a=1&b=2", '-H', 'x-api-key: k']);
  });

  it('is JavaScript that runs', async () => {
    const seen: string[] = [];
    const server = createServer((req, res) => {
      seen.push(`${req.method} ${req.url} ${req.headers['x-api-key']}`);
      res.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const code = sample('javascript', { method: 'POST', url: `http://127.0.0.1:${port}/pets`, apiKey: 'abc' });
    const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
    await new AsyncFunction('console', code)({ log: () => {} });
    await new Promise((resolve) => server.close(resolve));
    expect(seen).toEqual(['POST /pets abc']);
  });
});
