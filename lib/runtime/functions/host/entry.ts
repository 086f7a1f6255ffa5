// The function host's process. The runtime decides when it ends: by being gone, or by ending it.
import type http from 'node:http';
import type { FromHost, ToHost } from '../messages';
import { FunctionHost } from './function-host';
import { createInvokeServer } from './invoke-server';

process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

let host: FunctionHost | undefined;
let server: http.Server | undefined;

process.on('message', (message: ToHost, handle: object | undefined) => {
  switch (message.type) {
    case 'start': {
      const { secret, sandboxFile, ...options } = message.options;
      host = new FunctionHost({ ...options, program: sandboxFile });
      server = createInvokeServer(host, secret);
      break;
    }
    case 'functions':
      host?.apply(message.changes);
      send({ type: 'done', id: message.id });
      break;
    case 'listen':
      server?.listen(handle, () => send({ type: 'listening' }));
      break;
    case 'logs': {
      const page = host?.logs(message.functionId, message.afterSequence, message.limit);
      send({ type: 'logs', id: message.id, page: page ?? { lines: [], dropped: 0 } });
      break;
    }
    case 'states':
      send({ type: 'states', id: message.id, states: host?.states(message.functionIds) ?? [] });
      break;
  }
});

process.on('disconnect', () => {
  host?.close();
  process.exit(0);
});

// One function's misdeed ends one sandbox; what gets here is a defect of the host, and its successor is better.
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

function send(message: FromHost): void {
  if (process.connected) process.send?.(message);
}

function fail(error: unknown): void {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  host?.close();
  if (!process.connected) process.exit(1);
  const log: FromHost = {
    type: 'log',
    level: 'error',
    message: 'the function host ends because of an unexpected error',
    detail,
  };
  process.send?.(log, undefined, undefined, () => process.exit(1));
}
