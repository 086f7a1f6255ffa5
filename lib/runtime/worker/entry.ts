import type { FromWorker, ToWorker } from '../messages';
import { type Channel, GatewayWorker } from './gateway-worker';

// The worker process. The runtime decides when it ends: by a message, or by being gone. Ctrl-C reaches every process of a
// terminal at once, and must not cut off requests that the runtime still lets finish.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

const LAST_REQUESTS_MS = 1_000;

const channel: Channel = {
  send: (message: FromWorker) =>
    new Promise((resolve, reject) => {
      if (process.send === undefined || !process.connected) reject(new Error('The runtime is gone.'));
      else process.send(message, undefined, undefined, (error) => (error ? reject(error) : resolve()));
    }),
};

let worker: GatewayWorker | undefined;

process.on('message', (message: ToWorker, handle: object | undefined) => {
  if (message.type === 'start') worker = new GatewayWorker(message.options, channel);
  else worker?.handle(message, handle).catch(fail);
});

process.on('disconnect', () => {
  const cutOff = setTimeout(() => process.exit(0), LAST_REQUESTS_MS + 500);
  cutOff.unref();
  (worker?.abandon(LAST_REQUESTS_MS) ?? Promise.resolve()).finally(() => process.exit(0));
});

// One request's defect is answered by the pipeline; what gets here is a defect of the process, and its successor is better.
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

function fail(error: unknown): void {
  if (!process.connected) process.exit(1);
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  channel
    .send({ type: 'log', level: 'error', message: 'a gateway worker ends because of an unexpected error', detail })
    .catch(() => {})
    .finally(() => process.exit(1));
}
