import { describe, expect, it } from 'vitest';
import { invokeUrls } from './invoke-urls';

describe('invoke URLs', () => {
  it('are the gateway’s own address', () => {
    const env = { gatewayPublicUrl: undefined, gatewayDomain: 'localhost', gatewayPort: 8080 };
    expect(invokeUrls('abc', 'prod', env)).toEqual({
      byHost: 'http://abc.execute-api.localhost:8080/prod',
      byPath: 'http://localhost:8080/_aws/execute-api/abc/prod',
    });
  });

  it('are the proxy’s address where the gateway stands behind one', () => {
    const env = { gatewayPublicUrl: 'https://api.example.com/gw/', gatewayDomain: 'example.com', gatewayPort: 8080 };
    expect(invokeUrls('abc', 'prod', env)).toEqual({
      byHost: 'https://abc.execute-api.example.com/prod',
      byPath: 'https://api.example.com/gw/_aws/execute-api/abc/prod',
    });
  });
});
