// Prisma's schema engine as WebAssembly: it works out the SQL between two schemas without the native binary that
// Prisma's own commands download. Only for development and tests; applying migrations needs none of it (lib/store/migrate.ts).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';

const require = createRequire(import.meta.url);
let started;

/** SQL that turns the database described by one schema (null: an empty database) into that of another. "" when they are equal. */
export async function diffSchemas(provider, from, to) {
  const schemaEngine = await open(provider, to);
  try {
    const { stdout } = await schemaEngine.diff({
      from: from === null ? { tag: 'empty' } : asDatamodel(from),
      to: asDatamodel(to),
      script: true,
      exitCode: null,
      shadowDatabaseUrl: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    const sql = stdout
      // The schema is there already (lib/store/migrate.ts), and creating it asks for a right that owners of one schema lack.
      .replace('-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n\n', '')
      // The engine forgets the quotes of SQLite's JSON defaults.
      .replace(/( JSONB(?: NOT NULL)? DEFAULT )([{[].*?)(,?)$/gm, "$1'$2'$3");
    return isEmptyScript(sql) ? '' : sql;
  } finally {
    schemaEngine.free();
  }
}

async function open(provider, schema) {
  started ??= start();
  await started;
  const factory = provider === 'sqlite' ? new PrismaBetterSqlite3({ url: ':memory:' }) : offlinePostgresql();
  return engine.SchemaEngine.new(
    { datamodels: [['schema.prisma', schema]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
}

/** Comparing two schemas reads no database, yet the engine asks PostgreSQL for its version first: this answers. */
function offlinePostgresql() {
  const adapter = {
    provider: 'postgres',
    adapterName: 'offline',
    queryRaw: async () => ({
      columnNames: ['exists', 'version', 'numeric_version'],
      columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
      rows: [[true, 'PostgreSQL 13.0', 130_000]],
    }),
    executeRaw: async () => 0,
    executeScript: async () => {},
    startTransaction: async () => {
      throw new Error('There is no database behind this adapter.');
    },
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: async () => {},
  };
  const connect = async () => adapter;
  return { provider: 'postgres', adapterName: 'offline', connect, connectToShadowDb: connect };
}

async function start() {
  const file = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm');
  const { instance } = await WebAssembly.instantiate(readFileSync(file), { './schema_engine_bg.js': engine });
  engine.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

function asDatamodel(content) {
  return { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] };
}

function isEmptyScript(sql) {
  return sql.split('\n').every((line) => line.trim() === '' || line.startsWith('--'));
}
