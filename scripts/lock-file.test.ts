import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface LockedPackage {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** npm leaves out other platforms' packages in some cases, and `npm ci` then fails, or installs no binary there. */
it('the lock file names the packages of every platform', () => {
  const lock: { packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
    readFileSync('package-lock.json', 'utf8'),
  );
  const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !foldersAbove(path).some((folder) => `${folder}node_modules/${name}` in lock.packages))
      .map((name) => `${name}, of ${path}`),
  );
  expect(missing).toEqual([]);
});

/** Where Node looks for what a package imports: "node_modules/a/node_modules/b" → its own folder, a's, the root. */
function foldersAbove(path: string): string[] {
  const folders = [''];
  const parts = path.split('/node_modules/').map((part) => part.replace(/^node_modules\//, ''));
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const folder = parts
      .slice(0, depth)
      .map((part) => `node_modules/${part}/`)
      .join('');
    if (path !== '') folders.push(folder);
  }
  return folders;
}
