// What the runtime knows of functions: the code that Lambda integrations and Lambda authorizers call.
// Names and limits are Lambda's: https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
import type { FunctionCredentials, FunctionPermission } from '@/lib/gateway/model';

/** A function of an account, with everything that can be invoked of it. Decrypted: it never leaves this machine. */
export type FunctionDefinition = LocalFunction | RemoteFunction;

interface FunctionBase {
  /** Stable: logs and states are kept under it. */
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  /** Who may invoke it besides its owner's console. Absent: every API of its own account, and no other. */
  readonly permissions?: readonly FunctionPermission[];
}

/** Runs here, in sandbox processes of the function host. */
export interface LocalFunction extends FunctionBase {
  readonly kind: 'local';
  /** At most this many at once; 0: none, all are throttled. Absent: what the host has free. */
  readonly reservedConcurrency?: number;
  /** $LATEST and what was published. */
  readonly versions: readonly FunctionVersion[];
  /** Alias → version. */
  readonly aliases: Readonly<Record<string, string>>;
}

/** Runs elsewhere, behind an endpoint that speaks Lambda's Invoke API: AWS itself, or an emulator. */
export interface RemoteFunction extends FunctionBase {
  readonly kind: 'remote';
  /** "https://lambda.eu-central-1.amazonaws.com", "http://127.0.0.1:9001": what stands before /2015-03-31. */
  readonly endpointUrl: string;
  /** Name or ARN of the function there. */
  readonly remoteName: string;
  /** Absent: requests are not signed. */
  readonly credentials?: FunctionCredentials;
}

/** A published version never changes; $LATEST is replaced as a whole. */
export interface FunctionVersion {
  /** "$LATEST", "1", "2", … */
  readonly version: string;
  readonly code: FunctionCode;
  /** File without its extension, dot, exported name: "index.handler". */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  /** 128–10,240. */
  readonly memoryMb: number;
  /** 1,000–900,000. */
  readonly timeoutMs: number;
}

/** The same hash is the same code: warm processes are kept as long as neither it nor the settings change. */
export type FunctionCode =
  | { readonly kind: 'inline'; readonly sha256: string; readonly fileName: InlineFileName; readonly source: string }
  /** An unpacked folder on this machine whose content never changes. */
  | { readonly kind: 'directory'; readonly sha256: string; readonly path: string };

/** CommonJS unless the name says otherwise. */
export type InlineFileName = 'index.js' | 'index.mjs' | 'index.cjs';

/** What is new about functions. `full` replaces everything known before. */
export interface FunctionChanges {
  readonly full: boolean;
  readonly functions: readonly FunctionDefinition[];
  readonly removedFunctionIds: readonly string[];
}

/**
 * Where the runtime reads functions, when the revision feed names some (ChangeKind 'function', by id) or all at the
 * start. A function that can't be read is left out and logged: it must not hold up the others.
 */
export interface FunctionSource {
  load(functionIds: readonly string[] | 'all'): Promise<FunctionChanges>;
}

// ---- what the control plane gets

export interface FunctionsPort {
  /** As Lambda's Invoke, for the console's test button. Rejects only when the function host can't be reached. */
  invoke(request: InvokeFunctionRequest): Promise<InvokeFunctionResult>;
  /** Oldest first. Kept in memory: what the function host has seen since it started, within bounds. */
  logs(request: FunctionLogRequest): Promise<FunctionLogPage>;
  /** Of these functions; one that nobody has invoked yet has zeros. Remote ones are not listed. */
  states(functionIds: readonly string[]): Promise<readonly FunctionState[]>;
}

export interface InvokeFunctionRequest {
  readonly accountId: string;
  readonly name: string;
  /** Version or alias. Default: $LATEST. */
  readonly qualifier?: string;
  /** JSON. */
  readonly payload: string;
  readonly type: 'RequestResponse' | 'Event';
  /** The last 4 KB of this invocation's log; not with Event. */
  readonly logTail: boolean;
}

export interface InvokeFunctionResult {
  /** 200, 202 (Event), or the status of an error of Lambda's own: 404, 429, 502 … */
  readonly statusCode: number;
  readonly requestId: string;
  /** Empty where nothing ran. */
  readonly executedVersion: string;
  /** "Unhandled": the payload is { errorMessage, errorType, trace }. */
  readonly functionError?: string;
  /** Result or error as JSON; empty with Event. */
  readonly payload: string;
  readonly logTail?: string;
  readonly tookMs: number;
}

export interface FunctionLogRequest {
  readonly functionId: string;
  /** Lines after this one only. */
  readonly afterSequence?: number;
  readonly limit: number;
}

export interface FunctionLogPage {
  readonly lines: readonly FunctionLogLine[];
  /** Lines that were let go or did not fit since the host started. */
  readonly dropped: number;
}

export interface FunctionLogLine {
  /** Rises by one with each line of the function, for as long as the host runs. */
  readonly sequence: number;
  readonly atMs: number;
  readonly requestId: string;
  readonly version: string;
  readonly text: string;
}

export interface FunctionState {
  readonly functionId: string;
  /** Processes that are there, and how many of them serve a request now. */
  readonly processes: number;
  readonly busy: number;
  /** Requests that wait for a process. */
  readonly waiting: number;
  readonly invocations: number;
  readonly errors: number;
  readonly throttles: number;
  readonly coldStarts: number;
  /** Why its processes do not start. Absent: they do, or nobody has tried. */
  readonly initError?: string;
}
