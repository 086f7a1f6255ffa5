// https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
import { describe, expect, it } from 'vitest';
import { startTestGateway } from '../testing/test-gateway';

const seen = ['domainName', 'domainPrefix', 'path', 'stage', 'resourcePath']
  .map((name) => `$context.${name}`)
  .join(' ');
const integration = {
  integrationResponses: [
    {
      statusCode: '200',
      selectionPattern: '',
      responseParameters: {},
      responseTemplates: { 'application/json': seen },
    },
  ],
};

function gatewayWith(api: object = {}, basePaths: Readonly<Record<string, string>> = { 'orders/v1': 'prod' }) {
  const gateway = startTestGateway();
  const mappings = Object.entries(basePaths).map(([basePath, stageName]) => ({ basePath, apiId: 'api1', stageName }));
  gateway.serve(
    { 'GET /items/{id}': { integration }, 'GET /': { integration } },
    {
      api,
      domainNames: [
        { id: 'd1', accountId: '000000000000', name: 'shop.example.com', endpointType: 'REGIONAL', mappings },
      ],
    },
  );
  return async (target: string, host = 'shop.example.com') => {
    const { status, body } = await gateway.invoke({ method: 'GET', target, headers: ['Host', host] });
    return [status, body.toString()] as const;
  };
}

describe('a custom domain name', () => {
  it.each([
    ['/orders/v1/items/3', 'shop.example.com shop /orders/v1/items/3 prod /items/{id}'],
    ['/orders/v1/items/3?q=1', 'shop.example.com shop /orders/v1/items/3 prod /items/{id}'],
    ['/orders/v1', 'shop.example.com shop /orders/v1 prod /'],
    ['/orders/v1/', 'shop.example.com shop /orders/v1/ prod /'],
  ])('%s', async (target, text) => {
    expect(await gatewayWith()(target)).toEqual([200, text]);
  });

  it('takes the stage from the path where the mapping names none', async () => {
    const call = gatewayWith({}, { '': '', v1: '' });
    const text = (path: string) => `shop.example.com shop ${path} prod /items/{id}`;
    expect(await call('/prod/items/3')).toEqual([200, text('/prod/items/3')]);
    expect(await call('/v1/prod/items/3')).toEqual([200, text('/v1/prod/items/3')]);
    expect(await call('/nope/items/3')).toEqual([403, '{"message":"Forbidden"}']);
    expect(await call('/')).toEqual([403, '{"message":"Forbidden"}']);
  });

  it('is found in any spelling and with a port', async () => {
    expect((await gatewayWith()('/orders/v1/items/3', 'SHOP.example.com:8443'))[0]).toBe(200);
  });

  it.each(['/', '/orders', '/orders/v12/items/3', '/_aws/execute-api/api1/prod/items/3'])(
    'forbids %s',
    async (target) => {
      expect(await gatewayWith()(target)).toEqual([403, '{"message":"Forbidden"}']);
    },
  );

  it.each(['/ping', '/sping'])('keeps %s for itself', async (target) => {
    expect(await gatewayWith({}, { '': 'prod' })(target)).toEqual([200, 'healthy']);
  });

  it('serves an API whose default endpoint is off, which then answers nobody', async () => {
    const call = gatewayWith({ disableExecuteApiEndpoint: true });
    expect((await call('/orders/v1/items/3'))[0]).toBe(200);
    expect(await call('/prod/items/3', 'api1.execute-api.localhost')).toEqual([403, '{"message":"Forbidden"}']);
    expect(await call('/_aws/execute-api/api1/prod/items/3', 'localhost')).toEqual([403, '{"message":"Forbidden"}']);
  });
});
