// The process a function runs in: loads the handler once, then serves one request after the other until it is ended.
import net from 'node:net';
import {
  BAD_EVENT,
  COMMAND_FD,
  CONFIGURE,
  CRASHED,
  FrameReader,
  INIT_FAILED,
  INVOKE,
  READY,
  readInvoke,
  type SandboxConfig,
} from '../frames';
import { answerFailure, answerText, failureOf, RuntimeError } from './answers';
import { harden } from './harden';
import { type Handler, loadHandler } from './load-handler';
import { captureOutput, log, setLoggedRequest } from './output';
import { awslambda } from './response-stream';
import { Invocation } from './run-handler';

const exit = process.exit.bind(process);
const commands = new net.Socket({ fd: COMMAND_FD, readable: true, writable: false });
let handler: Handler | undefined;
let current: Invocation | undefined;

captureOutput();
harden();
Object.assign(globalThis, { awslambda });

const reader = new FrameReader((kind, payload) => {
  if (kind === CONFIGURE) void configure(JSON.parse(payload.toString('utf8')) as SandboxConfig);
  else if (kind === INVOKE) invoke(payload);
});
commands.on('data', (chunk: Buffer) => reader.push(chunk));
// The host is gone.
commands.on('close', () => exit(0));
commands.on('error', () => exit(0));

async function configure({ codeDir, handler: name, environment }: SandboxConfig): Promise<void> {
  Object.assign(process.env, environment);
  try {
    handler = await loadHandler(codeDir, name);
    answerText(READY, '');
  } catch (error) {
    log('ERROR', `Uncaught Exception \t${JSON.stringify(failureOf(error))}`);
    answerFailure(error, INIT_FAILED);
    exit(1);
  }
}

function invoke(payload: Buffer): void {
  const { header, event } = readInvoke(payload);
  setLoggedRequest(header.requestId);
  if (header.traceId !== undefined) process.env._X_AMZN_TRACE_ID = header.traceId;
  let parsed: unknown;
  try {
    parsed = event.length === 0 ? {} : JSON.parse(event.toString('utf8'));
  } catch (error) {
    answerText(BAD_EVENT, error instanceof Error ? error.message : String(error));
    return;
  }
  // Only what the function itself waits for keeps the event loop going now.
  commands.unref();
  current = new Invocation(header, () => commands.ref());
  current.run(handler as Handler, parsed);
}

process.on('beforeExit', () => {
  commands.ref();
  if (current !== undefined && !current.isDone) current.loopIsEmpty();
});

process.on('uncaughtException', (error) => crash(error, 'Uncaught Exception'));
process.on('unhandledRejection', (reason) =>
  crash(new RuntimeError('Runtime.UnhandledPromiseRejection', String(reason), reason), 'Unhandled Promise Rejection'),
);

/** Nobody knows what state the function is in now: the next request gets a new process. */
function crash(error: unknown, title: string): void {
  try {
    log('ERROR', `${title} \t${JSON.stringify(failureOf(error))}`);
    answerFailure(error, handler === undefined ? INIT_FAILED : CRASHED);
  } finally {
    exit(129);
  }
}
