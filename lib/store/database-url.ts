import { join } from 'node:path';

export type Provider = 'sqlite' | 'postgresql';

export interface DatabaseLocation {
  readonly provider: Provider;
  /** File of SQLite, connection string of PostgreSQL (without `schema`, which PostgreSQL itself does not know). */
  readonly target: string;
  /** PostgreSQL: the schema that holds the tables. */
  readonly schema: string;
  /** For messages and logs: no password. */
  readonly display: string;
}

/** No URL: the SQLite file of the data dir. */
export function locateDatabase(options: Readonly<{ url?: string | undefined; dataDir: string }>): DatabaseLocation {
  const { url, dataDir } = options;
  if (url === undefined || url === '') return sqliteFile(join(dataDir, 'gatehouse.db'));
  if (url.startsWith('file:')) return sqliteFile(url.replace(/^file:(\/\/)?/, ''));
  if (/^postgres(ql)?:\/\//.test(url)) return postgresql(url);
  throw new Error(
    'DATABASE_URL must start with postgresql:// (or file: for an SQLite file); leave it unset for SQLite in the data dir.',
  );
}

function sqliteFile(file: string): DatabaseLocation {
  return { provider: 'sqlite', target: file, schema: 'main', display: file };
}

function postgresql(text: string): DatabaseLocation {
  if (!URL.canParse(text)) {
    throw new Error(
      'DATABASE_URL is not a valid URL. Example: postgresql://user:password@host:5432/database (escape special characters of the password).',
    );
  }
  const url = new URL(text);
  const schema = url.searchParams.get('schema') ?? 'public';
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(schema)) {
    throw new Error(`DATABASE_URL names the schema "${schema}"; use letters, digits and underscores.`);
  }
  url.searchParams.delete('schema');
  const target = url.href;
  url.password = url.password === '' ? '' : '***';
  return { provider: 'postgresql', target, schema, display: url.href };
}
