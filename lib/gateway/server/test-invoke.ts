// TestInvokeMethod: one request through a definition that need not be deployed. Keys, limits and the cache are left
// out, everything else is real, side effects at the backend included.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-test-method.html
import { isUtf8 } from 'node:buffer';
import type { Explanation } from '../explain/explanations';
import { TEST_DOOR } from '../http/door';
import type { CompileError, RestApiDefinition } from '../model';
import { executionLog } from '../pipeline/execution-log';
import type { Services } from '../pipeline/services';
import { Trace } from '../pipeline/trace';
import { type TraceStep, traceOfTest } from '../pipeline/trace-record';
import { compileStage } from '../snapshot/compile';
import { EMPTY_SNAPSHOT, type Snapshot } from '../snapshot/snapshot';
import { invokeInProcess } from './in-process';

export interface TestInvokeRequest {
  readonly definition: RestApiDefinition;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly method: string;
  /** Below the stage, percent-encoded: "/pets/7". */
  readonly path: string;
  /** Without the question mark, percent-encoded. */
  readonly query: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
}

export interface TestInvokeResponse {
  readonly status: number;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
  /** Only the first MAX_BODY_BYTES are shown. */
  readonly bodyTruncated: boolean;
  readonly latencyMs: number;
  readonly steps: readonly TraceStep[];
  /** Why the gateway answered by itself, and what to do; null: it did not. */
  readonly explanation: Explanation | null;
  readonly log: readonly string[];
}

export type TestInvokeResult =
  | { readonly ok: true; readonly response: TestInvokeResponse }
  /** The definition does not compile. */
  | { readonly ok: false; readonly errors: readonly CompileError[] };

const STAGE = 'test-invoke-stage';
const MAX_BODY_BYTES = 1024 * 1024;

export async function testInvoke(
  services: Services,
  current: Pick<Snapshot, 'functions' | 'serviceRoles'>,
  request: TestInvokeRequest,
): Promise<TestInvokeResult> {
  const { definition } = request;
  const result = compileStage(
    {
      id: STAGE,
      name: STAGE,
      deploymentId: STAGE,
      definition,
      variables: request.stageVariables,
      cacheClusterEnabled: false,
      cacheSizeBytes: 0,
      methodSettings: {},
    },
    { isMetered: false },
  );
  if (result.stage === null) return { ok: false, errors: result.errors };
  const stage = result.stage;
  const snapshot = {
    ...EMPTY_SNAPSHOT,
    apis: new Map([[definition.id, new Map([[STAGE, stage]])]]),
    stages: new Map([[STAGE, stage]]),
    functions: current.functions,
    serviceRoles: current.serviceRoles,
  };
  const trace = new Trace('TEST');
  const startedAt = performance.now();
  const headers = request.headers
    .filter(({ name }) => !FRAMING_HEADERS.has(name.toLowerCase()))
    .flatMap(({ name, value }) => [name, value]);
  const {
    status,
    headers: sent,
    body,
    exchange,
  } = await invokeInProcess(
    services,
    snapshot,
    {
      method: request.method,
      target: `/${STAGE}${request.path}${request.query === '' ? '' : `?${request.query}`}`,
      headers: ['Host', `${definition.id}.execute-api.${services.domain}`, ...headers],
      body: request.body,
      door: TEST_DOOR,
    },
    trace,
  );
  const latencyMs = Math.round(performance.now() - startedAt);
  const shown = body.subarray(0, MAX_BODY_BYTES);
  const isText = isUtf8(shown);
  return {
    ok: true,
    response: {
      status,
      headers: pairs(sent),
      body: shown.toString(isText ? 'utf8' : 'base64'),
      isBase64Encoded: !isText,
      bodyTruncated: shown.length < body.length,
      latencyMs,
      ...traceOfTest(exchange, trace),
      log: executionLog(exchange, status, sent, isText ? shown.toString('utf8') : '[Binary Data]'),
    },
  };
}

/** Ours to say: the body is what `body` holds. */
const FRAMING_HEADERS: ReadonlySet<string> = new Set(['host', 'content-length', 'transfer-encoding', 'connection']);

function pairs(headers: readonly string[]): { name: string; value: string }[] {
  const result: { name: string; value: string }[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    result.push({ name: headers[i] as string, value: headers[i + 1] as string });
  }
  return result;
}
