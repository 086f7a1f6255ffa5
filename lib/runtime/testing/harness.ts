import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import http, { type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Agent, type Dispatcher } from 'undici';
import type { RestApiDefinition } from '@/lib/gateway/model';
import { apiOf, type Loose, type LooseRoutes } from '@/lib/gateway/testing/definitions';
import { newEntityId, newShortId } from '@/lib/ids';
import { type Database, openDatabase, transaction } from '@/lib/store/client';
import { migrateDatabase } from '@/lib/store/migrate';
import { bumpRevision, type EntityChange } from '@/lib/store/revision';
import { openSecrets, type Secrets } from '@/lib/store/secrets';
import { bundle } from '@/scripts/lib/bundle.mjs';
import type { RuntimeOptions } from '../options';
import { Runtime } from '../runtime';

/** A real runtime with real workers on a real database, and what is needed to use it. Everything ends with `close`. */
export class Harness {
  readonly dataDir: string;
  readonly workerFile: string;
  readonly database: Database;
  readonly secrets: Secrets;
  readonly #cleanUps: (() => Promise<unknown> | unknown)[] = [];
  readonly #agent = new Agent({ connections: 50, pipelining: 1 });

  private constructor(dataDir: string, workerFile: string, database: Database, secrets: Secrets) {
    this.dataDir = dataDir;
    this.workerFile = workerFile;
    this.database = database;
    this.secrets = secrets;
    this.#cleanUps.push(() => database.close());
    this.#cleanUps.push(() => this.#agent.destroy());
  }

  static async open(bundles: string, url?: string): Promise<Harness> {
    const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-runtime-'));
    await migrateDatabase({ dataDir, url });
    const database = await openDatabase({ dataDir, url });
    const harness = new Harness(dataDir, join(bundles, 'gateway-worker.js'), database, openSecrets({ dataDir }));
    await database.db.account.create({ data: { id: ACCOUNT, name: 'Test' } });
    return harness;
  }

  async close(): Promise<void> {
    for (const cleanUp of this.#cleanUps.splice(0).reverse()) await cleanUp();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  onClose(cleanUp: () => Promise<unknown> | unknown): void {
    this.#cleanUps.push(cleanUp);
  }

  async startRuntime(extra: Partial<RuntimeOptions> = {}): Promise<Runtime> {
    const runtime = new Runtime({
      store: { database: this.database, secrets: this.secrets },
      workers: 1,
      host: '127.0.0.1',
      port: 0,
      domain: 'localhost',
      region: 'us-east-1',
      publicUrl: undefined,
      dataDir: this.dataDir,
      privateBackends: true,
      workerFile: this.workerFile,
      workerEnv: {},
      watchBundle: false,
      ...extra,
    });
    this.onClose(() => runtime.stop());
    await runtime.start();
    return runtime;
  }

  /** An HTTP server on loopback. Returns its URL. */
  async startBackend(answer: RequestListener): Promise<string> {
    const server = http.createServer(answer);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    this.onClose(() => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** An API with a stage "prod" on its first deployment. Not published yet. */
  async createApi(routes: LooseRoutes, loose: Loose<RestApiDefinition> = {}): Promise<TestApi> {
    const { db } = this.database;
    const id = newEntityId();
    await db.restApi.create({ data: { id, accountId: ACCOUNT, name: 'Test' } });
    const api: TestApi = { id, stageId: newEntityId(), stageName: 'prod' };
    const deploymentId = await this.#addDeployment(api, routes, loose);
    await db.stage.create({ data: { id: api.stageId, name: api.stageName, restApiId: id, deploymentId } });
    await this.commit([{ kind: 'stage', entityId: api.stageId }]);
    return api;
  }

  /** Points the stage at a new deployment, as one committed change. */
  async deploy(api: TestApi, routes: LooseRoutes): Promise<void> {
    const deploymentId = await this.#addDeployment(api, routes);
    await transaction(this.database.db, async (tx) => {
      await tx.stage.update({ where: { id: api.stageId }, data: { deploymentId } });
      await bumpRevision(tx, [{ kind: 'stage', entityId: api.stageId }]);
    });
  }

  /** Sends so many percent of the stage's requests to a new deployment, as one committed change. */
  async setCanary(api: TestApi, routes: LooseRoutes, percentTraffic: number): Promise<void> {
    const canary = { deploymentId: await this.#addDeployment(api, routes), percentTraffic };
    await transaction(this.database.db, async (tx) => {
      const { stageId } = api;
      await tx.stageCanary.upsert({ where: { stageId }, create: { stageId, ...canary }, update: canary });
      await bumpRevision(tx, [{ kind: 'stage', entityId: stageId }]);
    });
  }

  /** A key in a plan for the API's stage. */
  async createKey(
    api: TestApi,
    plan: PlanSettings = {},
    value: string = randomBytes(20).toString('hex'),
  ): Promise<TestKey> {
    const { db } = this.database;
    const planId = newEntityId();
    const id = newEntityId();
    await db.usagePlan.create({
      data: { id: planId, accountId: ACCOUNT, name: 'Plan', ...plan, stages: { create: { stageId: api.stageId } } },
    });
    await db.apiKey.create({
      data: {
        ...{ id, accountId: ACCOUNT, name: 'Key', valueHash: this.secrets.hashApiKey(value) },
        ...{ valueEncrypted: this.secrets.seal(value, id), valueHint: value.slice(-4) },
        plans: { create: { usagePlanId: planId } },
      },
    });
    await this.commit([
      { kind: 'usage-plan', entityId: planId },
      { kind: 'api-key', entityId: id },
    ]);
    return { id, planId, value };
  }

  /** Keys in bulk, without publishing them. */
  async createManyKeys(planId: string, count: number, toValue: (number: number) => string): Promise<void> {
    const { db } = this.database;
    for (let from = 0; from < count; from += 2_000) {
      const numbers = Array.from({ length: Math.min(2_000, count - from) }, (_, i) => from + i);
      const keys = numbers.map(
        (number) =>
          `('many${number}', '${ACCOUNT}', 'Key', '${this.secrets.hashApiKey(toValue(number))}', '', '', CURRENT_TIMESTAMP)`,
      );
      await db.$executeRawUnsafe(
        `INSERT INTO "ApiKey" ("id", "accountId", "name", "valueHash", "valueEncrypted", "valueHint", "updatedAt") VALUES ${keys.join(', ')}`,
      );
      const plans = numbers.map((number) => `('${planId}', 'many${number}')`);
      await db.$executeRawUnsafe(`INSERT INTO "UsagePlanKey" ("usagePlanId", "apiKeyId") VALUES ${plans.join(', ')}`);
    }
  }

  commit(changes: readonly EntityChange[]): Promise<number> {
    return transaction(this.database.db, (tx) => bumpRevision(tx, changes));
  }

  /** Through the gateway, by path. */
  async call(port: number, api: TestApi, path: string, options: CallOptions = {}): Promise<CallResult> {
    const { statusCode, headers, body } = await (options.agent ?? this.#agent).request({
      origin: `http://127.0.0.1:${port}`,
      path: `/_aws/execute-api/${api.id}/${api.stageName}${path}`,
      method: options.method ?? 'GET',
      body: options.body ?? null,
      headers: { ...(options.key === undefined ? {} : { 'x-api-key': options.key }), ...options.headers },
    });
    return { status: statusCode, headers, body: await body.text() };
  }

  async get(url: string): Promise<string> {
    const { body } = await this.#agent.request({ ...parts(url), method: 'GET' });
    return body.text();
  }

  /** Requests counted for the key, as the database says. */
  async usedOf(key: TestKey): Promise<number> {
    const { _sum } = await this.database.db.usageDay.aggregate({ where: { apiKeyId: key.id }, _sum: { used: true } });
    return _sum.used ?? 0;
  }

  async #addDeployment(
    api: Pick<TestApi, 'id'>,
    routes: LooseRoutes,
    loose: Loose<RestApiDefinition> = {},
  ): Promise<string> {
    const { db } = this.database;
    const id = newShortId();
    const number = (await db.deployment.count({ where: { restApiId: api.id } })) + 1;
    const definition: RestApiDefinition = apiOf(routes, { ...loose, id: api.id, accountId: ACCOUNT });
    await db.deployment.create({
      data: { id, restApiId: api.id, number, definition: definition as never, definitionVersion: number },
    });
    return id;
  }
}

export const ACCOUNT = '000000000000';

export interface TestApi {
  readonly id: string;
  readonly stageId: string;
  readonly stageName: string;
}

export interface TestKey {
  readonly id: string;
  readonly planId: string;
  readonly value: string;
}

interface PlanSettings {
  readonly rateLimit?: number;
  readonly burstLimit?: number;
  readonly quotaLimit?: number;
  readonly quotaPeriod?: string;
}

interface CallOptions {
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly body?: string;
  readonly agent?: Dispatcher;
}

export interface CallResult {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** The programs as they are now, in a folder of their own; returns it and what removes it. */
export async function buildPrograms(
  names: readonly string[] = ['gateway-worker'],
): Promise<{ readonly folder: string; readonly remove: () => void }> {
  const folder = resolve('dist', `test-${randomBytes(4).toString('hex')}`);
  await bundle(names, folder);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Asks again until it is so. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, timeoutMs = 15_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`Waited in vain for: ${what}.`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

function parts(url: string): { origin: string; path: string } {
  const { origin, pathname, search } = new URL(url);
  return { origin, path: `${pathname}${search}` };
}
