import { beforeAll, beforeEach, expect, it } from 'vitest';
import { givenDeployedApi } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { InvalidInputError, NotFoundError } from '@/lib/errors';
import { listLogRetentions } from '@/lib/store/stages';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { readStageLog } from './read-log';
import { updateStage } from './update';

describeEachDatabase('logs of a stage', (open) => {
  let store: TestDatabase;
  let world: World;
  let restApiId: string;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
    restApiId = (await givenDeployedApi(world.owner)).api.id;
  });

  it('are read by anyone of the account, as asked', async () => {
    const atMs = Date.parse('2026-03-02T10:00:00.007Z');
    world.runtime.logPage = {
      lines: [{ id: '1', atMs, level: 'ERROR', requestId: 'r', text: 'x' }],
      ...{ cursor: '1:2:3', searchedToMs: atMs, droppedLines: 2, unseenHosts: ['elsewhere'] },
    };
    const page = await readStageLog(world.viewer, {
      ...{ restApiId, stageName: 'prod', kind: 'execution', canary: 'true', text: 'a', requestId: 'r' },
      ...{ errorsOnly: 'true', from: '2026-03-02T09:00:00Z', limit: '20', cursor: '1:2:9' },
    });
    expect(page).toEqual({
      lines: [{ id: '1', at: '2026-03-02T10:00:00.007Z', level: 'ERROR', requestId: 'r', text: 'x' }],
      ...{ cursor: '1:2:3', searchedTo: '2026-03-02T10:00:00.007Z', droppedLines: 2, unseenHosts: ['elsewhere'] },
    });
    expect(world.runtime.logQueries).toEqual([
      {
        ...{ apiId: restApiId, logName: 'prod/Canary', kind: 'execution', text: 'a', requestId: 'r', errorsOnly: true },
        ...{ fromMs: Date.parse('2026-03-02T09:00:00Z'), toMs: undefined, limit: 20, cursor: '1:2:9' },
      },
    ]);
  });

  it('are of stages that exist, and of the own account', async () => {
    const input = { restApiId, stageName: 'prod', kind: 'access' };
    await expect(readStageLog(world.owner, { ...input, stageName: '..' })).rejects.toThrow(InvalidInputError);
    await expect(readStageLog(world.owner, { ...input, stageName: 'gone' })).rejects.toThrow(NotFoundError);
    await expect(readStageLog(world.stranger, input)).rejects.toThrow(NotFoundError);
    await expect(readStageLog(world.owner, { ...input, limit: '5000' })).rejects.toThrow(InvalidInputError);
    await expect(readStageLog(world.owner, { ...input, kind: 'other' })).rejects.toThrow(InvalidInputError);
    expect(world.runtime.logQueries).toEqual([]);
  });

  it('are kept for as long as their stage says', async () => {
    const ref = { restApiId, stageName: 'prod' };
    const ofApi = async () => (await listLogRetentions(store.db)).filter((it) => it.restApiId === restApiId);
    expect(await ofApi()).toEqual([{ ...ref, days: 14, maxBytes: 268_435_456 }]);
    await updateStage(world.owner, { ...ref, version: 1, logRetentionDays: 1, logMaxBytes: 16_777_216 });
    expect(await ofApi()).toEqual([{ ...ref, days: 1, maxBytes: 16_777_216 }]);
    for (const wrong of [{ logRetentionDays: 0 }, { logRetentionDays: 1.5 }, { logMaxBytes: 1000 }]) {
      await expect(updateStage(world.owner, { ...ref, version: 2, ...wrong })).rejects.toThrow(InvalidInputError);
    }
  });
});
