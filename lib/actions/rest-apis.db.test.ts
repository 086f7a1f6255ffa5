import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Ctx } from '@/lib/control/context';
import { createWorld, type World } from '@/lib/control/testing/world';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { createDeploymentAction, deleteDeploymentAction, updateDeploymentAction } from './deployment';
import { putGatewayResponseAction, resetGatewayResponseAction } from './gateway-response';
import { createMethodAction, deleteMethodAction, testInvokeMethodAction, updateMethodAction } from './method';
import { createModelAction, deleteModelAction, updateModelAction } from './model';
import {
  createRequestValidatorAction,
  deleteRequestValidatorAction,
  updateRequestValidatorAction,
} from './request-validator';
import { createResourceAction, deleteResourceAction, enableCorsAction, updateResourceAction } from './resource';
import { createRestApiAction, deleteRestApiAction, updateRestApiAction } from './rest-api';
import {
  createStageAction,
  deleteStageAction,
  flushStageAuthorizersCacheAction,
  flushStageCacheAction,
  updateStageAction,
} from './stage';

const caller = vi.hoisted((): { ctx?: Ctx } => ({}));
vi.mock('@/lib/server/context', () => ({ createCtx: async () => caller.ctx }));

describeEachDatabase('changes of REST APIs as server actions', (open) => {
  let store: TestDatabase;
  let world: World;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
    caller.ctx = world.owner;
  });

  const done = <T>(result: { ok: true; data: T } | { ok: false; error: unknown }): T => {
    if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
    return result.data;
  };

  it('carry an API from its creation to its end', async () => {
    const api = done(await createRestApiAction({ name: 'Pets' }));
    const restApiId = api.id;
    done(await updateRestApiAction({ restApiId, version: 1, description: 'All of them' }));
    const resource = done(await createResourceAction({ restApiId, parentId: api.rootResourceId, pathPart: 'pets' }));
    const ref = { restApiId, resourceId: resource.id };
    done(await updateResourceAction({ ...ref, version: 1, pathPart: 'animals' }));
    const get = { ...ref, httpMethod: 'GET' as const, integration: { type: 'MOCK' as const } };
    const method = done(await createMethodAction(get));
    const integration = { ...get.integration, requestTemplates: { 'application/json': '{statusCode: 200}' } };
    done(await updateMethodAction({ ...get, integration, version: method.version }));
    expect(done(await testInvokeMethodAction(get)).status).toBe(200);
    expect(done(await enableCorsAction({ ...ref, methods: ['GET'] })).resource.path).toBe('/animals');
    const model = done(await createModelAction({ restApiId, name: 'Pet', schema: '{"type":"object"}' }));
    const modelRef = { restApiId, modelName: 'Pet', version: model.version };
    done(await updateModelAction({ ...modelRef, schema: '{"type":"array"}' }));
    done(await deleteModelAction({ restApiId, modelName: 'Pet' }));
    const validator = done(await createRequestValidatorAction({ restApiId, name: 'Body' }));
    const validatorRef = { restApiId, requestValidatorId: validator.id };
    done(await updateRequestValidatorAction({ ...validatorRef, version: 1, name: 'All', validateRequestBody: true }));
    done(await deleteRequestValidatorAction(validatorRef));
    const put = done(
      await putGatewayResponseAction({ restApiId, responseType: 'THROTTLED', version: null, statusCode: '503' }),
    );
    done(await resetGatewayResponseAction({ restApiId, responseType: 'THROTTLED', version: put.version ?? 0 }));

    const first = done(await createDeploymentAction({ restApiId, stageName: 'prod' }));
    done(await updateDeploymentAction({ restApiId, deploymentId: first.id, description: 'First' }));
    const stage = done(await createStageAction({ restApiId, name: 'test', deploymentId: first.id }));
    expect(
      done(await updateStageAction({ restApiId, stageName: 'test', version: stage.version })).publish,
    ).toBeDefined();
    done(await flushStageCacheAction({ restApiId, stageName: 'test' }));
    done(await flushStageAuthorizersCacheAction({ restApiId, stageName: 'test' }));
    const second = done(await createDeploymentAction({ restApiId }));
    done(await deleteDeploymentAction({ restApiId, deploymentId: second.id }));
    done(await deleteStageAction({ restApiId, stageName: 'test' }));
    done(await deleteMethodAction({ ...ref, httpMethod: 'OPTIONS' }));
    done(await deleteResourceAction(ref));
    expect(done(await deleteRestApiAction({ restApiId })).stageNames).toEqual(['prod']);
  });

  it('say what was refused, by field, and never more', async () => {
    expect(await createRestApiAction({ name: '' })).toMatchObject({
      ok: false,
      error: { code: 'INVALID_INPUT', fieldErrors: { name: ['Give the REST API a name.'] } },
    });
    caller.ctx = world.viewer;
    expect(await createRestApiAction({ name: 'x' })).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
    caller.ctx = undefined;
    expect(await createRestApiAction({ name: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'INTERNAL', message: 'Something went wrong on our side. Nothing was changed.' },
    });
  });
});
