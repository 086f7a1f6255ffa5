import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = join(import.meta.dirname, '..');
const walls = createRequire(import.meta.url)('../.dependency-cruiser.cjs');

/** One planted breach per line: rule, the file that breaks it, what it imports. */
const BREACHES: readonly (readonly [rule: string, file: string, statement: string])[] = [
  ['gateway-is-self-contained', 'lib/gateway/routing/a.ts', "import { env } from '@/lib/env'; export const a = env;"],
  [
    'gateway-is-self-contained',
    'lib/gateway/routing/b.ts',
    "import type { Db } from '@/lib/store/client'; export type A = Db;",
  ],
  ['gateway-libraries', 'lib/gateway/routing/c.ts', "import { z } from 'zod'; export const a = z;"],
  ['gateway-libraries', 'lib/gateway/routing/d.ts', "import next from 'next'; export const a = next;"],
  ['gateway-test-libraries', 'lib/gateway/routing/e.test.ts', "import { z } from 'zod'; export const a = z;"],
  [
    'only-runtime-runs-the-gateway',
    'lib/control/stage/a.ts',
    "import { route } from '@/lib/gateway/routing/path-trie'; export const a = route;",
  ],
  [
    'only-runtime-runs-the-gateway',
    'app/a/page.tsx',
    "import { route } from '@/lib/gateway/routing/path-trie'; export const a = route;",
  ],
  [
    'only-store-knows-prisma',
    'lib/control/stage/b.ts',
    "import { PrismaPg } from '@prisma/adapter-pg'; export const a = PrismaPg;",
  ],
  [
    'only-store-knows-prisma',
    'lib/server/b.ts',
    "import { PrismaClient } from '@/lib/store/generated/client'; export const a = PrismaClient;",
  ],
  [
    'control-knows-no-framework',
    'lib/control/stage/c.ts',
    "import { headers } from 'next/headers'; export const a = headers;",
  ],
  [
    'control-knows-no-framework',
    'lib/control/stage/d.ts',
    "import { useState } from 'react'; export const a = useState;",
  ],
  [
    'control-knows-no-framework',
    'lib/control/stage/e.ts',
    "import { session } from '@/lib/server/session'; export const a = session;",
  ],
  ['store-knows-no-verbs', 'lib/store/a.ts', "import { verb } from '@/lib/control/stage/verb'; export const a = verb;"],
  [
    'runtime-knows-no-verbs',
    'lib/runtime/a.ts',
    "import { verb } from '@/lib/control/stage/verb'; export const a = verb;",
  ],
  [
    'pages-and-actions-go-through-verbs',
    'app/b/page.tsx',
    "import { open } from '@/lib/store/client'; export const a = open;",
  ],
  [
    'pages-and-actions-go-through-verbs',
    'app/api/b/route.ts',
    "import { open } from '@/lib/store/client'; export const a = open;",
  ],
  [
    'pages-and-actions-go-through-verbs',
    'lib/actions/a.ts',
    "import type { Db } from '@/lib/store/client'; export type A = Db;",
  ],
  [
    'client-imports-no-server-code',
    'components/a/a.tsx',
    "import { verb } from '@/lib/control/stage/verb'; export const a = verb;",
  ],
  [
    'client-imports-no-server-code',
    'lib/client/a.ts',
    "import { session } from '@/lib/server/session'; export const a = session;",
  ],
  ['client-imports-no-server-code', 'lib/client/b.ts', "import { env } from '@/lib/env'; export const a = env;"],
  [
    'client-imports-no-node',
    'components/a/b.tsx',
    "import { readFileSync } from 'node:fs'; export const a = readFileSync;",
  ],
  ['contract-is-plain', 'lib/contract/a.ts', "import { env } from '@/lib/env'; export const a = env;"],
  ['contract-is-plain', 'lib/contract/b.ts', "import pino from 'pino'; export const a = pino;"],
  [
    'steps-do-not-import-steps',
    'lib/gateway/pipeline/steps/a.ts',
    "import { step } from './step'; export const a = step;",
  ],
  [
    'concerns-do-not-import-the-pipeline',
    'lib/gateway/limits/a.ts',
    "import { step } from '../pipeline/steps/step'; export const a = step;",
  ],
  [
    'product-does-not-import-tests',
    'lib/control/stage/f.ts',
    "import { fake } from '@/lib/runtime/testing/fake'; export const a = fake;",
  ],
  [
    'product-does-not-import-tools',
    'lib/control/stage/g.ts',
    "import { tool } from '@/scripts/tool'; export const a = tool;",
  ],
  [
    'no-dev-dependencies-in-the-product',
    'lib/control/stage/h.ts',
    "import { build } from 'esbuild'; export const a = build;",
  ],
  ['no-cycles', 'lib/control/stage/i.ts', "import { j } from './j'; export const i = () => j;"],
  ['no-unresolvable', 'lib/control/stage/k.ts', "import { gone } from './gone'; export const a = gone;"],
];

/** What the breaches import, and things that are allowed: no rule may fire in these. */
const ALLOWED: Readonly<Record<string, string>> = {
  'lib/env.ts': 'export const env = 1;',
  'lib/store/client.ts':
    "import { PrismaPg } from '@prisma/adapter-pg'; export const open = PrismaPg; export type Db = string;",
  'lib/store/generated/client.ts': 'export const PrismaClient = 1;',
  'lib/control/stage/verb.ts':
    "import { open } from '@/lib/store/client'; import type { Model } from '@/lib/gateway/model'; export const verb: Model = open;",
  'lib/control/stage/j.ts':
    "import type { i } from './type-cycle'; import { i as value } from './i'; export const j = value; export type J = typeof i;",
  'lib/control/stage/type-cycle.ts': "import type { J } from './type-cycle-2'; export const i: J = 1;",
  'lib/control/stage/type-cycle-2.ts': "import type { i } from './type-cycle'; export type J = number | typeof i;",
  'lib/server/session.ts':
    "import { verb } from '@/lib/control/stage/verb'; import { open } from '@/lib/store/client'; export const session = [verb, open];",
  'lib/runtime/index.ts':
    "import { route } from '@/lib/gateway/routing/path-trie'; import { open } from '@/lib/store/client'; export const runtime = [route, open];",
  'lib/runtime/testing/fake.ts': 'export const fake = 1;',
  'lib/contract/stage.ts':
    "import { z } from 'zod'; import type { Model } from '@/lib/gateway/model'; export const stage: Model = z;",
  'lib/auth/can.ts': "import { stage } from '@/lib/contract/stage'; export const can = stage;",
  'lib/actions/stage.ts': "import { verb } from '@/lib/control/stage/verb'; export const action = verb;",
  'lib/client/stage.ts':
    "import { stage } from '@/lib/contract/stage'; import { action } from '@/lib/actions/stage'; export const useStage = [stage, action];",
  'components/stage/form.tsx':
    "import { useStage } from '@/lib/client/stage'; import { can } from '@/lib/auth/can'; import { useForm } from 'react-hook-form'; export const form = [useStage, can, useForm];",
  'app/stage/page.tsx':
    "import { form } from '@/components/stage/form'; import { session } from '@/lib/server/session'; export const page = [form, session];",
  'lib/gateway/model.ts': 'export type Model = unknown;',
  'lib/gateway/routing/path-trie.ts':
    "import { RE2JS as request } from 're2js'; import { createServer } from 'node:http'; export const route = [request, createServer];",
  'lib/gateway/limits/throttle.ts':
    "import type { Exchange } from '../pipeline/exchange'; export type Throttle = Exchange;",
  'lib/gateway/pipeline/exchange.ts': 'export type Exchange = string;',
  'lib/gateway/pipeline/steps/step.ts':
    "import type { Exchange } from '../exchange'; export const step: Exchange = '';",
  'lib/gateway/routing/path-trie.test.ts':
    "import { it } from 'vitest'; import { route } from './path-trie'; export const a = [it, route];",
  'bench/run.ts': "import { route } from '../lib/gateway/routing/path-trie'; export const a = route;",
  'scripts/tool.ts': "import { build } from 'esbuild'; export const tool = build;",
};

describe('the import walls', () => {
  let dir: string;
  let found: readonly string[];

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'gatehouse-walls-'));
    for (const [file, text] of [
      ...Object.entries(ALLOWED),
      ...BREACHES.map(([, file, text]) => [file, text] as const),
    ]) {
      mkdirSync(dirname(join(dir, file)), { recursive: true });
      writeFileSync(join(dir, file), text);
    }
    for (const file of ['package.json', 'tsconfig.json']) cpSync(join(repository, file), join(dir, file));
    symlinkSync(join(repository, 'node_modules'), join(dir, 'node_modules'));
    found = await violationsIn(dir);
  }, 30_000);
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it.each(BREACHES)('%s: %s', (rule, file) => {
    expect(found).toContain(`${rule}: ${file}`);
  });

  it('let everything else pass', () => {
    const planted = new Set(BREACHES.map(([, file]) => file));
    const cycleEnds = new Set(['lib/control/stage/j.ts']);
    expect(
      found.filter((line) => !planted.has(line.split(': ')[1] ?? '') && !cycleEnds.has(line.split(': ')[1] ?? '')),
    ).toEqual([]);
  });

  it('have a breach planted for every rule', () => {
    const rules: readonly string[] = walls.forbidden.map(({ name }: { name: string }) => name);
    expect(new Set(BREACHES.map(([rule]) => rule))).toEqual(new Set(rules));
  });
});

describe("files marked 'use client'", () => {
  const SERVER_CODE =
    /from '(node:[^']+|@\/lib\/(store|control|server|runtime|gateway)\/[^']+|@\/lib\/(env|logger)|server-only)'/g;

  it('import no server code, other than types', () => {
    const breaches = sourcesIn(join(repository, 'app')).flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      if (!/^['"]use client['"]/.test(text)) return [];
      const values = text.replace(/^import type [^;]+;$/gm, '');
      return [...values.matchAll(SERVER_CODE)].map((match) => `${file}: ${match[1]}`);
    });
    expect(breaches).toEqual([]);
  });
});

async function violationsIn(cwd: string): Promise<string[]> {
  const cli = join(repository, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = ['--config', join(repository, '.dependency-cruiser.cjs'), '--output-type', 'json'];
  const folders = ['app', 'bench', 'components', 'lib', 'scripts'];
  // Its exit code is the number of breaches.
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [cli, ...args, ...folders], { cwd, maxBuffer: 2 ** 26 }, (_, stdout) => resolve(stdout));
  });
  const result: { summary: { violations: { rule: { name: string }; from: string }[] } } = JSON.parse(output);
  return result.summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
