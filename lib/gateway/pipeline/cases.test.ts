// Every case under cases/ runs through the whole pipeline, against a real backend where it has one; and once more with
// every request traced, which must change nothing.
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiKeyDefinition, Publication, RestApiDefinition, StageDefinition, UsagePlanDefinition } from '../model';
import { type Backend, type BackendAnswer, startBackend } from '../testing/backend';
import { type Loose, type LooseRoutes, planOf } from '../testing/definitions';
import { headersOf, keyWithValue, startTestGateway } from '../testing/test-gateway';

interface CaseFile {
  /** What API Gateway does, or where we say that we do otherwise. */
  readonly source: string;
  readonly given?: Given;
  readonly cases: readonly Case[];
}

interface Given {
  readonly routes?: LooseRoutes;
  readonly api?: Loose<RestApiDefinition>;
  readonly stage?: Loose<StageDefinition>;
  readonly plans?: readonly Loose<UsagePlanDefinition>[];
  readonly keys?: readonly (Loose<ApiKeyDefinition> & { readonly value: string })[];
  readonly accounts?: Publication['accounts'];
  readonly backend?: BackendAnswer;
}

interface Case {
  readonly title: string;
  readonly given?: Given;
  readonly steps?: readonly Exchange[];
  readonly request?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly expect?: Expectation;
}

interface Exchange {
  readonly request: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  /** The clock moves before this request. */
  readonly afterMs?: number;
  readonly expect: Expectation;
}

interface Expectation {
  readonly status: number;
  readonly body?: string;
  /** Lower-case names; null: must not be there. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Requests the backend has seen in this case so far. */
  readonly backendCalls?: number;
  readonly backend?: {
    readonly method?: string;
    readonly path?: string;
    readonly body?: string;
    readonly headers?: Readonly<Record<string, string | null>>;
  };
}

const NO_MASKS = { maskedNames: [], maskedJsonPaths: [] };
const FOLDER = new URL('./cases/', import.meta.url);
let backend: Backend;

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

for (const file of readdirSync(FOLDER).sort()) {
  const { given: shared = {}, cases } = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as CaseFile;
  describe.each([
    [file.replace('.json', ''), 0],
    [`${file.replace('.json', '')}, traced`, 100],
  ])('%s', (_file, samplePercent) => {
    it.each(cases.map((it) => [it.title, it] as const))('%s', async (_title, { given = {}, steps, ...single }) => {
      const gateway = startTestGateway();
      const all = { ...shared, ...given };
      backend.seen.length = 0;
      backend.answer = all.backend ?? {};
      gateway.serve(all.routes ?? {}, {
        api: all.api ?? {},
        stage: {
          ...all.stage,
          tracing: { ...NO_MASKS, samplePercent },
          variables: { backend: backend.origin, ...all.stage?.variables },
        },
        usagePlans: (all.plans ?? []).map(planOf),
        apiKeys: (all.keys ?? []).map(({ value, ...key }) => keyWithValue(value, key)),
        accounts: all.accounts ?? [],
      });
      for (const exchange of steps ?? [single as Exchange]) {
        gateway.clock.now += exchange.afterMs ?? 0;
        const { request, headers = [], body = '' } = exchange;
        const answer = await gateway.call(request, { headers, body });
        check(exchange.expect, answer);
      }
      await gateway.close();
    });
  });
}

function check(
  expected: Expectation,
  answer: { status: number; text: string; headers: Readonly<Record<string, string>> },
): void {
  expect(answer.status, answer.text).toBe(expected.status);
  if (expected.body !== undefined) expect(answer.text).toBe(expected.body);
  checkHeaders(expected.headers, answer.headers);
  if (expected.backendCalls !== undefined) expect(backend.seen.length).toBe(expected.backendCalls);
  if (expected.backend === undefined) return;
  const seen = backend.seen.at(-1);
  const { headers, ...rest } = expected.backend;
  expect(seen).toMatchObject(rest);
  checkHeaders(headers, headersOf(seen?.headers ?? []));
}

function checkHeaders(
  expected: Readonly<Record<string, string | null>> = {},
  actual: Readonly<Record<string, string>>,
): void {
  for (const [name, value] of Object.entries(expected)) {
    if (value === null) expect(actual, name).not.toHaveProperty([name]);
    else if (value.startsWith('~')) expect(actual[name], name).toMatch(new RegExp(value.slice(1)));
    else expect(actual[name], name).toBe(value.replace('{backend}', String(backend.port)));
  }
}
