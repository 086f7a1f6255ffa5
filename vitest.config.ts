import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

const DATABASE_TESTS = ['**/*.db.test.ts'];
/** Real sockets and real processes: slower, and started from built bundles. */
const GATEWAY_TESTS = ['lib/gateway/**/*.socket.test.ts', 'lib/{control,runtime}/**/*.process.test.ts'];
const IGNORED = ['**/node_modules/**', '.next/**', 'dist/**', 'e2e/**'];

export default defineConfig({
  resolve: {
    alias: {
      '@': root.replace(/\/$/, ''),
      // Next's marker of server modules throws outside of Next.
      'server-only': fileURLToPath(new URL('lib/server/testing/server-only.ts', import.meta.url)),
    },
  },
  test: {
    environment: 'node',
    env: { NODE_ENV: 'test' },
    mockReset: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{lib,components,app,scripts,bench}/**/*.test.ts'],
          exclude: [...IGNORED, ...DATABASE_TESTS, ...GATEWAY_TESTS],
          // For what hangs: a busy machine takes its time.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: DATABASE_TESTS,
          exclude: IGNORED,
          globalSetup: ['lib/store/testing/global-setup.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'gateway',
          include: GATEWAY_TESTS,
          exclude: IGNORED,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
