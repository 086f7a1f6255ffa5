import { inRoot } from './paths.mjs';

const NEXT = inRoot('node_modules', 'next', 'dist', 'bin', 'next');

/** Starts Next, whose instrumentation starts the gateway workers. */
export function startConsole(servers, ports, { mode = 'start', env = {}, quiet = false } = {}) {
  const { port, host } = ports.console;
  return servers.start('The console', NEXT, [mode, '--port', String(port), '--hostname', host], {
    quiet,
    env: {
      NEXT_TELEMETRY_DISABLED: '1',
      NODE_ENV: mode === 'start' ? 'production' : 'development',
      PORT: String(port),
      // Our own end of the server (instrumentation.ts) writes what the gateway has counted before it goes.
      ...(mode === 'start' ? { NEXT_MANUAL_SIG_HANDLE: 'true' } : {}),
      ...env,
    },
  });
}
