import type { IntegrationInput } from '@/lib/contract/method';
import { STANDARD_VALIDATORS } from '@/lib/contract/request-validator';
import type { Ctx } from '@/lib/control/context';
import { createDeployment } from '@/lib/control/deployment/create';
import { createMethod } from '@/lib/control/method/create';
import { createModel } from '@/lib/control/model/create';
import { createRequestValidator } from '@/lib/control/request-validator/create';
import { createResource } from '@/lib/control/resource/create';
import { createRestApi } from '@/lib/control/rest-api/create';
import type { MethodKey } from '@/lib/gateway/model';
import { newUuid } from '@/lib/ids';

/** What a journey needs to exist before it begins, made through the verbs the console uses. */
export interface GivenApi {
  readonly id: string;
  readonly name: string;
  readonly rootId: string;
  /** "/pets/{petId}" → the resource's id, made with every resource above it. */
  resource(path: string): Promise<string>;
  method(httpMethod: MethodKey, path: string, integration: IntegrationInput): Promise<void>;
  /** A mock whose bodies are validated with a model named Body. */
  validatedMethod(httpMethod: MethodKey, path: string, schema: string): Promise<void>;
  deploy(stageName: string, description?: string): Promise<void>;
}

export async function givenApi(ctx: Ctx, name: string): Promise<GivenApi> {
  const api = await createRestApi(ctx, { name });
  const ids = new Map([['/', api.rootResourceId]]);

  async function resource(path: string): Promise<string> {
    const known = ids.get(path);
    if (known !== undefined) return known;
    const slash = path.lastIndexOf('/');
    const parentId = await resource(path.slice(0, slash) || '/');
    const { id } = await createResource(ctx, { restApiId: api.id, parentId, pathPart: path.slice(slash + 1) });
    ids.set(path, id);
    return id;
  }

  return {
    id: api.id,
    name,
    rootId: api.rootResourceId,
    resource,
    async method(httpMethod, path, integration) {
      await createMethod(ctx, { restApiId: api.id, resourceId: await resource(path), httpMethod, integration });
    },
    async validatedMethod(httpMethod, path, schema) {
      const restApiId = api.id;
      await createModel(ctx, { restApiId, name: 'Body', schema });
      const validator = await createRequestValidator(ctx, { restApiId, ...STANDARD_VALIDATORS[0] });
      await createMethod(ctx, {
        ...{ restApiId, resourceId: await resource(path), httpMethod, integration: mock('{}') },
        requestModels: { 'application/json': 'Body' },
        requestValidatorId: validator.id,
      });
    },
    async deploy(stageName, description = '') {
      await createDeployment(ctx, { restApiId: api.id, stageName, description });
    },
  };
}

/** Answers 200 with this body, without a backend. */
export function mock(body: string): IntegrationInput {
  return {
    type: 'MOCK',
    integrationResponses: [{ statusCode: '200', responseTemplates: { 'application/json': body } }],
  };
}

/** A refused request, as a gateway would have traced it. */
export async function givenTrace(ctx: Ctx, restApiId: string, stageId: string): Promise<string> {
  const note = (label: string, after: string) => ({ label, kind: 'text', after });
  const message = { headers: ['Content-Type', 'application/json'], body: '{}', bodyBytes: 2, isBodyCut: false };
  const detail = {
    request: { ...message, query: '', pathParameters: [], sourceIp: '127.0.0.1', protocol: 'HTTP/1.1' },
    response: message,
    stageVariables: {},
    steps: [
      { name: 'resolve-api', startUs: 0, tookUs: 20, notes: [note('Stage', 'prod')] },
      {
        ...{ name: 'match-route', startUs: 20, tookUs: 10 },
        notes: [{ ...note('Path', '/petz'), before: '/' }, note('Gateway response', 'MISSING_AUTHENTICATION_TOKEN')],
      },
    ],
    explanation: { cause: 'No resource answers the path /petz.', fix: 'Check the path.' },
  };
  const { id } = await ctx.db.requestTrace.create({
    data: {
      ...{ id: newUuid(), restApiId, stageId, stageName: 'prod', deploymentId: '', isCanary: false, origin: 'DEBUG' },
      ...{ requestId: newUuid(), extendedRequestId: '', startedAt: new Date(), method: 'GET', path: '/petz' },
      ...{ resourceId: '', resourcePath: '', methodKey: '', status: 403, latencyUs: 900 },
      ...{ responseType: 'MISSING_AUTHENTICATION_TOKEN', sizeBytes: 1, detail: JSON.stringify(detail) },
    },
  });
  return id;
}
