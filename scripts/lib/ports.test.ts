import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertFree } from './ports.mjs';

describe('a taken port', () => {
  let server: Server;
  let port = 0;
  beforeAll(async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterAll(() => server.close());

  it('gives one line with the port and its variable', async () => {
    const check = assertFree([{ variable: 'GATEWAY_PORT', port, host: '127.0.0.1' }]);
    await expect(check).rejects.toThrow(
      new Error(`Port ${port} is taken by another program: stop it, or set GATEWAY_PORT to a free port.`),
    );
  });

  it('is noticed on all addresses too', async () => {
    const check = assertFree([{ variable: 'PORT', port, host: '0.0.0.0' }]);
    await expect(check).rejects.toThrow('set PORT to a free port');
  });
});
