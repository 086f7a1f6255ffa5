// npm run migration -- NAME: writes the SQL from the last migration's schema to the current one, for both databases.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { generate, PROVIDERS, readMigrations, toPostgresql } from './generate.mjs';
import { inRoot } from './lib/paths.mjs';
import { diffSchemas } from './lib/schema-engine.mjs';

const name = process.argv[2];
if (!/^[a-z][a-z0-9_]*$/.test(name ?? '')) {
  console.error('Usage: npm run migration -- name_of_the_change   (lower case, digits and underscores)');
  process.exit(1);
}

// The schema as the newest migration left it. A test checks that the migrations really lead to schema.prisma.
const lastSchemaFile = inRoot('prisma', 'migrations', 'schema.prisma');
const from = existsSync(lastSchemaFile) ? readFileSync(lastSchemaFile, 'utf8') : null;
const to = readFileSync(inRoot('prisma', 'schema.prisma'), 'utf8');

const number = String(
  Math.max(0, ...PROVIDERS.flatMap((p) => readMigrations(p).map((m) => Number.parseInt(m.name, 10)))) + 1,
);
const folder = `${number.padStart(4, '0')}_${name}`;
const scripts = await Promise.all(
  PROVIDERS.map((provider) => {
    const adapt = provider === 'postgresql' ? toPostgresql : (schema) => schema;
    return diffSchemas(provider, from === null ? null : adapt(from), adapt(to));
  }),
);

if (scripts.every((sql) => sql === '')) {
  console.log('prisma/schema.prisma has not changed since the last migration: nothing to write.');
} else {
  PROVIDERS.forEach((provider, index) => {
    const file = inRoot('prisma', 'migrations', provider, folder, 'migration.sql');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, scripts[index]);
    console.log(`Wrote prisma/migrations/${provider}/${folder}/migration.sql`);
  });
  writeFileSync(lastSchemaFile, to);
  await generate();
}
