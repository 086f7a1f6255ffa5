import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

export interface PostgresServer {
  /** Of its superuser, to the database "postgres". */
  readonly url: string;
  stop(): Promise<void>;
}

const MISSING =
  'The database tests need PostgreSQL: install it (Debian: apt-get install postgresql) so that initdb is on the PATH, or set TEST_DATABASE_URL to a server where databases may be created.';
const START_MS = 30_000;

/** A private PostgreSQL in a temporary folder, on a free loopback port, gone when this process is. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = findPostgres() ?? installPostgres();
  const account = unprivilegedAccount();
  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-pg-'));
  if (account !== undefined) chownSync(dir, account.uid, account.gid);
  const data = join(dir, 'data');
  const log = join(dir, 'log');
  try {
    execFileSync(
      join(bin, 'initdb'),
      ['-D', data, '-U', 'gatehouse', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
      { ...account, cwd: dir, stdio: 'pipe' },
    );
    const port = await freePort();
    const server = spawn('/bin/sh', ['-c', untilStdinCloses(join(bin, 'postgres'), data, dir, port, log)], {
      ...account,
      cwd: dir,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const url = `postgresql://gatehouse@127.0.0.1:${port}/postgres`;
    await untilReady(url, server, log);
    return { url, stop: () => stop(server, dir) };
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
}

function findPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map((version) => join(debian, version, 'bin')),
    '/opt/homebrew/opt/postgresql/bin',
    '/usr/local/opt/postgresql/bin',
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

function installPostgres(): string {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error(MISSING);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    execFileSync('apt-get', ['update', '-qq'], { env, stdio: 'pipe' });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'postgresql'], { env, stdio: 'pipe' });
  } catch (error) {
    throw new Error(MISSING, { cause: error });
  }
  const bin = findPostgres();
  if (bin === undefined) throw new Error(MISSING);
  return bin;
}

/** PostgreSQL refuses to run as root. */
function unprivilegedAccount(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const fields = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((line) => line.startsWith(`${name}:`))
      ?.split(':');
    if (fields !== undefined) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error('PostgreSQL does not run as root, and this machine has no user postgres or nobody.');
}

/** The shell reads the pipe from us: when we end, however we end, it stops the server. */
function untilStdinCloses(postgres: string, data: string, dir: string, port: number, log: string): string {
  const settings = [
    `listen_addresses=127.0.0.1`,
    `port=${port}`,
    `unix_socket_directories=${dir}`,
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'max_connections=200',
  ];
  const flags = settings.map((setting) => `-c '${setting}'`).join(' ');
  return `'${postgres}' -D '${data}' ${flags} >'${log}' 2>&1 </dev/null & server=$!; cat >/dev/null; kill -INT $server; wait $server`;
}

async function untilReady(url: string, server: ChildProcess, log: string): Promise<void> {
  const deadline = performance.now() + START_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (performance.now() > deadline || server.exitCode !== null) {
        const output = existsSync(log) ? readFileSync(log, 'utf8').slice(-2_000) : '';
        throw new Error(`PostgreSQL did not start:\n${output}`, { cause: error });
      }
      await delay(50);
    }
  }
}

async function stop(server: ChildProcess, dir: string): Promise<void> {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.stdin?.end();
  await ended;
  rmSync(dir, { recursive: true, force: true });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}
