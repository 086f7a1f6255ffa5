import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CreateTemplateCaseInput,
  MAX_TEMPLATE_CASES,
  type TemplateCaseDetail,
  type UpdateTemplateCaseInput,
} from '@/lib/contract/template-case';
import { createDeployment } from '@/lib/control/deployment/create';
import { createMethod } from '@/lib/control/method/create';
import { deleteMethod } from '@/lib/control/method/delete';
import { deleteResource } from '@/lib/control/resource/delete';
import { updateResource } from '@/lib/control/resource/update';
import { deleteRestApi } from '@/lib/control/rest-api/delete';
import { renderTemplate } from '@/lib/control/template/render';
import { givenPath, givenRestApi } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  LimitExceededError,
  NotFoundError,
  UnavailableError,
} from '@/lib/errors';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { createTemplateCase } from './create';
import { deleteTemplateCase } from './delete';
import { listTemplateCases } from './list';
import { runTemplateCases } from './run';
import { updateTemplateCase } from './update';

describeEachDatabase('template cases', (open) => {
  let store: TestDatabase;
  let world: World;
  let api: Awaited<ReturnType<typeof givenRestApi>>;
  let resourceId: string;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
    api = await givenRestApi(world.owner);
    resourceId = await givenPath(world.owner, api, '/pets/{petId}');
    await givenMethod(resourceId);
  });

  /** POST with a request template and a response template for 200. */
  const givenMethod = (id: string, requestTemplate = `{"id":"$input.params('petId')","name":$input.json('$.name')}`) =>
    createMethod(world.owner, {
      ...{ restApiId: api.id, resourceId: id, httpMethod: 'POST' },
      methodResponses: [{ statusCode: '200' }],
      integration: {
        ...{ type: 'HTTP', httpMethod: 'POST', uri: 'http://127.0.0.1:9/' },
        requestTemplates: { 'application/json': requestTemplate },
        integrationResponses: [
          {
            ...{ statusCode: '200', selectionPattern: '' },
            responseTemplates: { 'application/json': "<id>$input.path('$.id')</id>" },
          },
        ],
      },
    });
  const SAMPLE = { httpMethod: 'POST' as const, pathParameters: { petId: '7' }, body: '{"name":"Rex"}' };
  const given = (fields: Partial<CreateTemplateCaseInput> = {}): Promise<TemplateCaseDetail> =>
    createTemplateCase(world.owner, {
      ...{ restApiId: api.id, resourceId, httpMethod: 'POST', direction: 'request', statusCode: null },
      ...{ templateKey: 'application/json', name: 'A pet', sample: SAMPLE, expected: '{"id":"7","name":"Rex"}' },
      ...fields,
    });
  const results = () => runTemplateCases(world.viewer, { restApiId: api.id });
  const deploy = (extra: object = {}) =>
    createDeployment(world.admin, { restApiId: api.id, stageName: 'prod', ...extra });

  it('are saved with the API, listed A to Z, changed, deleted; each leaves its entry in the log', async () => {
    const pet = await given();
    expect(pet).toMatchObject({ resourcePath: '/pets/{petId}', comparison: 'EXACT', version: 1 });
    expect(pet.sample).toMatchObject({ ...SAMPLE, headers: [], queryString: '' });
    await given({ name: 'A first one', comparison: 'JSON' });
    const ref = { restApiId: api.id, templateCaseId: pet.id };
    const { sample, expected } = pet;
    const edit: UpdateTemplateCaseInput = { ...ref, version: 1, name: 'A dog', sample, expected };
    expect(await updateTemplateCase(world.admin, edit)).toMatchObject({ id: pet.id, name: 'A dog', version: 2 });
    await expect(updateTemplateCase(world.admin, edit)).rejects.toThrow(ConflictError);
    await expect(updateTemplateCase(world.admin, { ...edit, version: 2, name: 'A first one' })).rejects.toMatchObject({
      fieldErrors: { name: ['Another case of this API has this name.'] },
    });
    await expect(given({ name: 'A dog' })).rejects.toThrow(ConflictError);
    const list = await listTemplateCases(world.viewer, { restApiId: api.id });
    expect(list.map(({ name }) => name)).toEqual(['A dog', 'A first one']);
    await deleteTemplateCase(world.owner, ref);
    await expect(deleteTemplateCase(world.owner, ref)).rejects.toThrow(NotFoundError);
    const log = (await world.audit()).filter(({ action }) => action.startsWith('template-case.'));
    expect(log.map(({ action, targetName, summary }) => [action, targetName, summary])).toEqual([
      ['template-case.create', 'A pet', 'Of POST /pets/{petId} in Pet store'],
      ['template-case.create', 'A first one', 'Of POST /pets/{petId} in Pet store'],
      ['template-case.update', 'A dog', 'Of POST /pets/{petId} in Pet store'],
      ['template-case.delete', 'A dog', 'Of POST /pets/{petId} in Pet store'],
    ]);
    await deleteRestApi(world.owner, { restApiId: api.id });
    expect(await store.db.templateCase.count({ where: { restApiId: api.id } })).toBe(0);
  });

  it.each([
    ['no name', { name: ' ' }, 'name'],
    ['a request template with a status', { statusCode: '200' }, 'statusCode'],
    ['a response template without one', { direction: 'response' as const }, 'statusCode'],
    ['a long expectation', { expected: 'x'.repeat(600 * 1024) }, 'expected'],
    ['a long body', { sample: { httpMethod: 'POST' as const, body: 'x'.repeat(600 * 1024) } }, 'sample.body'],
    ['a verb that nobody sends', { sample: { httpMethod: 'ANY' as 'GET' } }, 'sample.httpMethod'],
  ])('refuse %s at its field', async (_, fields, field) => {
    const error = await given(fields).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(Object.keys((error as InvalidInputError).fieldErrors ?? {})).toEqual([field]);
  });

  it('are for those who may write the API; its account’s readers may look and try', async () => {
    const { id, sample } = await given();
    const ref = { restApiId: api.id, templateCaseId: id };
    const edit = { ...ref, version: 1, name: 'x', sample, expected: '' };
    const fields = { ...ref, resourceId, httpMethod: 'POST', direction: 'request', statusCode: null };
    const fresh = { ...fields, templateKey: '$default', name: 'x', sample, expected: '' };
    for (const [who, error] of [
      [world.viewer, ForbiddenError],
      [world.stranger, NotFoundError],
    ] as const) {
      await expect(createTemplateCase(who, fresh)).rejects.toThrow(error);
      await expect(updateTemplateCase(who, edit)).rejects.toThrow(error);
      await expect(deleteTemplateCase(who, ref)).rejects.toThrow(error);
    }
    await expect(runTemplateCases(world.stranger, ref)).rejects.toThrow(NotFoundError);
    const body = async () => Buffer.from(JSON.stringify({ direction: 'request', template: '$context.apiId', sample }));
    const place = { restApiId: api.id, resourceId, httpMethod: 'POST' };
    expect(await renderTemplate(world.viewer, place, body)).toMatchObject({ output: api.id });
    await expect(renderTemplate(world.stranger, place, body)).rejects.toThrow(NotFoundError);
    await expect(renderTemplate(world.viewer, place, async () => Buffer.from('['))).rejects.toThrow(InvalidInputError);
    // Another API of the account has no such resource, and no such case.
    const other = await givenRestApi(world.owner, 'Other');
    await expect(renderTemplate(world.viewer, { ...place, restApiId: other.id }, body)).rejects.toThrow(NotFoundError);
    await expect(updateTemplateCase(world.owner, { ...edit, restApiId: other.id })).rejects.toThrow(NotFoundError);
  });

  it('are limited in number and in what they hold together', async () => {
    const { id: _, ...row } = await store.db.templateCase.findFirstOrThrow({ where: { id: (await given()).id } });
    const { sample, ...rest } = row;
    await store.db.templateCase.createMany({
      data: Array.from({ length: MAX_TEMPLATE_CASES - 1 }, (_, i) => ({
        ...{ ...rest, sample: sample ?? {}, id: `${api.id}-${i}`, name: `Case ${i}` },
      })),
    });
    await expect(given({ name: 'One too many' })).rejects.toThrow(LimitExceededError);
    const big = { expected: 'x'.repeat(500 * 1024) };
    await store.db.templateCase.updateMany({ where: { restApiId: api.id, name: { startsWith: 'Case 1' } }, data: big });
    const first = (await listTemplateCases(world.owner, { restApiId: api.id }))[0] as TemplateCaseDetail;
    const { version, name } = first;
    const edit = { restApiId: api.id, templateCaseId: first.id, version, name, sample: first.sample, ...big };
    await expect(updateTemplateCase(world.owner, edit)).rejects.toThrow('at most 4 MB together');
  });

  describe('run on the working copy', () => {
    it('tell what passed, what failed and why', async () => {
      await given();
      await given({ name: 'B as JSON', comparison: 'JSON', expected: '{ "name": "Rex", "id": "7" }' });
      await given({ name: 'C wrong', expected: '{"id":"8","name":"Rex"}' });
      const response = { direction: 'response', statusCode: '200' } as const;
      await given({
        name: 'D response',
        ...response,
        sample: { ...SAMPLE, integrationBody: '{"id":7}' },
        expected: '<id>7</id>',
      });
      await given({ name: 'E no JSON', sample: { ...SAMPLE, body: '{' } });
      expect((await results()).map(({ name, outcome, message, actual }) => [name, outcome, message, actual])).toEqual([
        ['A pet', 'passed', '', '{"id":"7","name":"Rex"}'],
        ['B as JSON', 'passed', '', '{"id":"7","name":"Rex"}'],
        [
          ...['C wrong', 'failed', 'Line 1: expected “{"id":"8","name":"Rex"}”, got “{"id":"7","name":"Rex"}”.'],
          '{"id":"7","name":"Rex"}',
        ],
        ['D response', 'passed', '', '<id>7</id>'],
        ['E no JSON', 'failed', expect.stringContaining('Line 1, column 39: Invalid JSON in request body'), null],
      ]);
    });

    it('follow a resource that moves, and one that is made again; without their template they are orphans', async () => {
      await given();
      await given({ name: 'Other type', templateKey: 'text/plain' });
      await given({ name: 'Other status', direction: 'response', statusCode: '404' });
      const outcomes = async () => (await results()).map(({ outcome, message }) => message || outcome);
      expect(await outcomes()).toEqual([
        'passed',
        'POST /pets/{petId} has no response template of status 404 for application/json any more.',
        'POST /pets/{petId} has no request template for text/plain any more.',
      ]);
      const { version } = await store.db.resource.findUniqueOrThrow({ where: { id: resourceId } });
      const renamed = { restApiId: api.id, resourceId, version, pathPart: '{animalId}' };
      await updateResource(world.owner, renamed);
      expect((await outcomes())[0]).toContain('expected “{"id":"7"');
      await updateResource(world.owner, { ...renamed, version: version + 1, pathPart: '{petId}' });
      await deleteMethod(world.owner, { restApiId: api.id, resourceId, httpMethod: 'POST' });
      expect((await outcomes())[0]).toBe('There is no method POST /pets/{petId} any more.');
      await deleteResource(world.owner, { restApiId: api.id, resourceId });
      expect((await outcomes())[0]).toBe('There is no resource /pets/{petId} any more.');
      await givenMethod(await givenPath(world.owner, api, '/pets/{petId}'));
      expect((await outcomes())[0]).toBe('passed');
    });
  });

  describe('at a deploy', () => {
    it('that fail block it, each at a place of its own; overriding deploys and leaves their names in the log', async () => {
      await given();
      await given({ name: 'Wrong', expected: 'x' });
      await given({ name: 'Wrong too', expected: 'y' });
      await given({ name: 'Orphan', templateKey: 'text/plain', expected: 'z' });
      const error = await deploy().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ConflictError);
      expect((error as ConflictError).message).toMatch(
        /^2 of 4 template cases fail\. Wrong: Line 1: expected “x”, got /,
      );
      expect((error as ConflictError).fieldErrors).toEqual({
        'template case Wrong': [expect.stringContaining('expected “x”')],
        'template case Wrong too': [expect.stringContaining('expected “y”')],
      });
      expect(await store.db.deployment.count({ where: { restApiId: api.id } })).toBe(0);
      expect(await deploy({ overrideFailingCases: true })).toMatchObject({ number: 1 });
      const [entry] = (await world.audit()).filter(({ action }) => action === 'deployment.create');
      expect(entry?.summary).toBe('To prod, although template cases fail: Wrong, Wrong too');
    });

    it('that pass let it through, and say nothing; without any, nothing is rendered', async () => {
      await deploy();
      expect(world.runtime.rendered).toEqual([]);
      await given();
      await given({ name: 'Orphan', templateKey: 'text/plain', expected: 'z' });
      await deploy({ overrideFailingCases: true });
      expect(world.runtime.rendered).toHaveLength(1);
      const summaries = (await world.audit()).filter(({ action }) => action === 'deployment.create');
      expect(summaries.map(({ summary }) => summary)).toEqual(['To prod', 'To prod']);
    });

    it('that can’t be run block it too: nobody knows whether they pass', async () => {
      await given();
      world.runtime.renderTemplate = () => Promise.reject(new UnavailableError('The gateway did not answer.'));
      await expect(deploy()).rejects.toThrow('A pet: The gateway did not answer.');
      await deploy({ overrideFailingCases: true });
    });
  });
});
