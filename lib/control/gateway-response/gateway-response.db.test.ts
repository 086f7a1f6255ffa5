import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { RestApiDetail } from '@/lib/contract/rest-api';
import { getRestApi } from '@/lib/control/rest-api/get';
import { givenRestApi } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '@/lib/errors';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { listGatewayResponses } from './list';
import { putGatewayResponse } from './put';
import { resetGatewayResponse } from './reset';

describeEachDatabase('gateway responses', (open) => {
  let store: TestDatabase;
  let world: World;
  let api: RestApiDetail;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
    api = await givenRestApi(world.owner);
  });

  const find = async (responseType: string) =>
    (await listGatewayResponses(world.viewer, { restApiId: api.id })).find(
      (item) => item.responseType === responseType,
    );
  const throttled = (fields: object = {}) => ({
    restApiId: api.id,
    responseType: 'THROTTLED' as const,
    version: null,
    statusCode: '503',
    responseParameters: { 'gatewayresponse.header.Retry-After': "'1'" },
    ...fields,
  });

  it('lists all 21, each at its default until customised', async () => {
    const all = await listGatewayResponses(world.viewer, { restApiId: api.id });
    expect(all).toHaveLength(21);
    expect(new Set(all.map(({ responseType }) => responseType)).size).toBe(21);
    expect(all.every(({ defaultResponse }) => defaultResponse)).toBe(true);
    expect(await find('THROTTLED')).toMatchObject({
      version: null,
      statusCode: null,
      defaultStatusCode: '429',
      responseParameters: {},
      responseTemplates: { 'application/json': '{"message":$context.error.messageString}' },
    });
  });

  it('is customised, changed and reset, each time as an edit of the definition', async () => {
    const put = await putGatewayResponse(world.admin, throttled());
    expect(put).toMatchObject({
      defaultResponse: false,
      version: 1,
      statusCode: '503',
      responseTemplates: { 'application/json': '{"message":$context.error.messageString}' },
    });
    expect(await find('THROTTLED')).toEqual(put);
    const responseTemplates = { 'text/plain': 'slow down, $context.requestId' };
    const changed = await putGatewayResponse(
      world.admin,
      throttled({ version: 1, statusCode: null, responseTemplates }),
    );
    expect(changed).toMatchObject({ version: 2, statusCode: null, responseTemplates });
    const reset = await resetGatewayResponse(world.admin, { restApiId: api.id, responseType: 'THROTTLED', version: 2 });
    expect(reset).toMatchObject({ defaultResponse: true, version: null });
    expect(await find('THROTTLED')).toEqual(reset);
    const { definitionVersion } = await getRestApi(world.owner, { restApiId: api.id });
    expect(definitionVersion).toBe(api.definitionVersion + 3);
    expect((await world.audit()).slice(1).map(({ action, targetName }) => `${action} ${targetName}`)).toEqual([
      'gateway-response.put THROTTLED',
      'gateway-response.put THROTTLED',
      'gateway-response.reset THROTTLED',
    ]);
  });

  it.each([
    [{ statusCode: '99' }, 'statusCode', /200 to 599/],
    [{ responseType: 'TEAPOT' }, 'responseType', /Invalid option/],
    [
      { responseParameters: { 'header.X': "'1'" } },
      'responseParameters.header.X',
      /Write gatewayresponse\.header\.NAME/,
    ],
    [
      { responseParameters: { 'gatewayresponse.header.X': 'integration.response.header.Y' } },
      'responseParameters.gatewayresponse.header.X',
      /Invalid mapping expression/,
    ],
    [
      { responseParameters: { 'gatewayresponse.header.Content-Length': "'1'" } },
      'responseParameters.gatewayresponse.header.Content-Length',
      /set by the gateway itself/,
    ],
    [{ responseTemplates: { json: '{}' } }, 'responseTemplates.json', /Not a media type/],
  ])('refuses %j at its field', async (fields, field, message) => {
    const error = await putGatewayResponse(world.owner, throttled(fields)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidInputError);
    const errors = (error as InvalidInputError).fieldErrors ?? {};
    expect(Object.keys(errors)).toEqual([field]);
    expect(errors[field]?.[0]).toMatch(message);
  });

  it('lets one of two first customisations win, and refuses old versions', async () => {
    const puts = await Promise.allSettled([
      putGatewayResponse(world.owner, throttled()),
      putGatewayResponse(world.admin, throttled({ statusCode: '420' })),
    ]);
    expect(puts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(puts.find((put) => put.status === 'rejected')?.reason).toBeInstanceOf(ConflictError);
    const ref = { restApiId: api.id, responseType: 'THROTTLED' };
    await expect(resetGatewayResponse(world.owner, { ...ref, version: 9 })).rejects.toThrow(ConflictError);
    await resetGatewayResponse(world.owner, { ...ref, version: 1 });
    await expect(resetGatewayResponse(world.owner, { ...ref, version: 1 })).rejects.toThrow(NotFoundError);
  });

  it('refuses viewers and does not know strangers', async () => {
    await expect(putGatewayResponse(world.viewer, throttled())).rejects.toThrow(ForbiddenError);
    await expect(putGatewayResponse(world.stranger, throttled())).rejects.toThrow(NotFoundError);
    await expect(listGatewayResponses(world.stranger, { restApiId: api.id })).rejects.toThrow(NotFoundError);
    const ref = { restApiId: api.id, responseType: 'THROTTLED', version: 1 };
    await expect(resetGatewayResponse(world.stranger, ref)).rejects.toThrow(NotFoundError);
    await expect(resetGatewayResponse(world.viewer, ref)).rejects.toThrow(ForbiddenError);
  });
});
