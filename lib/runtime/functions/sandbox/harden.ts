// Node's permission model keeps files, child processes and threads from a function; signals to other processes and
// Node's own internals it does not. None of this is a wall against code that looks for a way out: see ARCHITECTURE.md.

/** Doors that no handler needs. */
const DOORS = ['binding', '_linkedBinding', '_kill', '_debugProcess', '_debugEnd', 'dlopen'];
const TERMINATED = 128 + 15;

export function harden(): void {
  for (const name of DOORS) define(name, refusal(name));
  // The runtime's own parent would be the first process to be found.
  const refuse = refusal('kill');
  define('kill', (pid: unknown): void => (pid === process.pid ? process.exit(TERMINATED) : refuse()));
}

function define(name: string, value: unknown): void {
  Object.defineProperty(process, name, { value, configurable: false, writable: false, enumerable: false });
}

const refusal = (name: string) => (): never => {
  throw Object.assign(new Error(`process.${name} is not available to a function.`), { code: 'ERR_ACCESS_DENIED' });
};
