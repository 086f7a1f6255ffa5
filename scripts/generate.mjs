// Writes what is derived from prisma/: the PostgreSQL schema, one Prisma client per database, and the migrations as a
// module (so that every bundle carries them). Does nothing when its inputs have not changed.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { inRoot, root } from './lib/paths.mjs';
import { hashOf, isFresh, markFresh } from './lib/stamp.mjs';

export const PROVIDERS = ['sqlite', 'postgresql'];

const schemaFile = inRoot('prisma', 'schema.prisma');
const postgresqlSchemaFile = inRoot('prisma', 'postgresql', 'schema.prisma');
const migrationsModule = inRoot('lib', 'store', 'generated', 'migrations.ts');

export async function generate({ log = console.log } = {}) {
  writeMigrationsModule();
  const hash = hashOf([
    schemaFile,
    inRoot('scripts', 'generate.mjs'),
    inRoot('node_modules', 'prisma', 'package.json'),
  ]);
  const outputs = PROVIDERS.map((provider) => inRoot('lib', 'store', 'generated', provider, 'client.ts'));
  if (isFresh('generate', hash, [...outputs, postgresqlSchemaFile])) return false;

  log('Generating the database clients');
  writeIfChanged(postgresqlSchemaFile, toPostgresql(readFileSync(schemaFile, 'utf8')));
  for (const provider of PROVIDERS)
    rmSync(inRoot('lib', 'store', 'generated', provider), { recursive: true, force: true });
  await Promise.all([runPrismaGenerate(schemaFile), runPrismaGenerate(postgresqlSchemaFile)]);
  markFresh('generate', hash);
  return true;
}

/** The migrations of one database, oldest first, as they are on disk. */
export function readMigrations(provider) {
  const folder = inRoot('prisma', 'migrations', provider);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(inRoot('prisma', 'migrations', provider, name, 'migration.sql'), 'utf8');
      return { name, checksum: createHash('sha256').update(sql).digest('hex'), sql };
    });
}

export function toPostgresql(schema) {
  const swaps = [
    [/provider = "sqlite"/, 'provider = "postgresql"'],
    [/output( *)= "\.\.\/lib\/store\/generated\/sqlite"/, 'output$1= "../../lib/store/generated/postgresql"'],
  ];
  return swaps.reduce(
    (text, [pattern, replacement]) => {
      if (!pattern.test(text))
        throw new Error(
          `prisma/schema.prisma has no line matching ${pattern}; scripts/generate.mjs swaps it for PostgreSQL.`,
        );
      return text.replace(pattern, replacement);
    },
    schema.replace(/^/, '// Generated from prisma/schema.prisma by scripts/generate.mjs. Do not edit.\n'),
  );
}

function writeMigrationsModule() {
  const lists = PROVIDERS.map((provider) => `  ${provider}: ${JSON.stringify(readMigrations(provider), null, 2)},`);
  const lines = [
    '// Generated from prisma/migrations by scripts/generate.mjs. Do not edit.',
    'export interface Migration {\n  readonly name: string;\n  readonly checksum: string;\n  readonly sql: string;\n}',
    `export const MIGRATIONS: Readonly<Record<'sqlite' | 'postgresql', readonly Migration[]>> = {\n${lists.join('\n')}\n};\n`,
  ];
  writeIfChanged(migrationsModule, lines.join('\n'));
}

async function runPrismaGenerate(schema) {
  const cli = inRoot('node_modules', 'prisma', 'build', 'index.js');
  const env = {
    ...process.env,
    // Generating needs no schema engine, but Prisma downloads one unless it is told that it has it.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  };
  try {
    await promisify(execFile)(process.execPath, [cli, 'generate', `--schema=${schema}`, '--no-hints'], {
      cwd: root,
      env,
    });
  } catch (error) {
    throw new Error(`prisma generate failed for ${schema}:\n${error.stdout ?? ''}${error.stderr ?? error}`);
  }
}

function writeIfChanged(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await generate();
