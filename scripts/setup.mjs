// What every command needs first: dependencies as locked, and the generated code. Says what it does; silent when there is nothing.
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { generate } from './generate.mjs';
import { inRoot } from './lib/paths.mjs';
import { fail, run } from './lib/run.mjs';
import { isFresh, markFresh } from './lib/stamp.mjs';

const MIN_NODE = [20, 19];

export async function setup() {
  assertNodeVersion();
  await install();
  await generate();
}

function assertNodeVersion() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) return;
  throw new Error(`Gatehouse needs Node ${MIN_NODE.join('.')} or newer; this is ${process.versions.node}.`);
}

async function install() {
  // Prisma's install script would download a binary that nothing here uses.
  const env = {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_SKIP_POSTINSTALL_GENERATE: '1',
    CHECKPOINT_DISABLE: '1',
  };
  const nativeFor = `${process.platform} ${process.arch} ${process.versions.modules}`;
  const addon = inRoot('node_modules', 'better-sqlite3', 'build', 'Release', 'better_sqlite3.node');
  if (!installMatchesLock()) {
    console.log('Installing dependencies (npm ci)');
    await npm(['ci', '--no-audit', '--no-fund'], env);
  } else if (!existsSync(addon) || !isFresh('native', nativeFor, [])) {
    if (existsSync(addon) && (await addonLoads())) {
      markFresh('native', nativeFor);
      return;
    }
    console.log('Rebuilding native modules for this version of Node');
    await npm(['rebuild', 'better-sqlite3'], env);
  }
  markFresh('native', nativeFor);
}

/** npm keeps a copy of the lock file inside node_modules; optional packages of other platforms are missing there. */
function installMatchesLock() {
  const installedFile = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
  return Object.entries(locked).every(([path, { version, optional, devOptional, link }]) => {
    if (path === '' || link) return true;
    if (installed[path] === undefined) return Boolean(optional || devOptional);
    return installed[path].version === version && existsSync(inRoot(path));
  });
}

async function addonLoads() {
  const load = "new (require('better-sqlite3'))(':memory:').close()";
  return run(process.execPath, ['-e', load], { quiet: true }).then(
    () => true,
    () => false,
  );
}

function npm(args, env) {
  // Started by npm: use that very npm. Started by hand: the one on the PATH.
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js') ? run(process.execPath, [cli, ...args], { env }) : run('npm', args, { env });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await setup().catch(fail);
