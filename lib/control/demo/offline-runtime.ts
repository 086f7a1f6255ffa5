import { UnavailableError } from '@/lib/errors';
import type { PublishReport, RuntimePort } from '@/lib/runtime/port';

/** For scripts that change the database beside a running product, or before it starts: gateways find the changes there. */
export const offlineRuntime: RuntimePort = {
  publish: async (): Promise<PublishReport> => ({
    revision: 0,
    workers: { acked: 0, total: 0 },
    tookMs: 0,
    errors: [],
  }),
  validateDefinition: () => [],
  problemOfPolicy: () => undefined,
  refusalOf: () => undefined,
  simulateAccess: () => {
    throw offline();
  },
  testInvoke: () => Promise.reject(offline()),
  testAuthorizer: () => Promise.reject(offline()),
  renderTemplate: () => Promise.reject(offline()),
  flushCache: () => Promise.reject(offline()),
  flushAuthorizers: () => Promise.reject(offline()),
  stageCache: () => Promise.reject(offline()),
  readLog: () => Promise.reject(offline()),
  status: () => Promise.reject(offline()),
  recentUsage: () => [],
  functions: {
    invoke: () => Promise.reject(offline()),
    logs: () => Promise.reject(offline()),
    states: () => Promise.reject(offline()),
  },
};

const offline = () => new UnavailableError('No gateway runs in this process.');
