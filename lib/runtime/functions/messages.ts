// What the runtime and its function host say to each other.
import type { LogLevel } from '../messages';
import type { FunctionChanges, FunctionLogPage, FunctionState } from './model';

export interface FunctionHostOptions {
  /** Whoever shows it may invoke: the socket is loopback's, but loopback is everybody's on this machine. */
  readonly secret: string;
  readonly region: string;
  readonly sandboxFile: string;
  readonly inlineDir: string;
  readonly processEnv: Readonly<Record<string, string>>;
  readonly maxProcesses: number;
  readonly maxStarting: number;
  readonly maxWaiting: number;
  readonly idleMs: number;
}

/** `listen` comes with the socket's handle. Messages are handled in order. */
export type ToHost =
  | { readonly type: 'start'; readonly options: FunctionHostOptions }
  | { readonly type: 'functions'; readonly id: number; readonly changes: FunctionChanges }
  | { readonly type: 'listen' }
  | {
      readonly type: 'logs';
      readonly id: number;
      readonly functionId: string;
      readonly afterSequence: number;
      readonly limit: number;
    }
  | { readonly type: 'states'; readonly id: number; readonly functionIds: readonly string[] };

export type FromHost =
  | { readonly type: 'listening' }
  | { readonly type: 'done'; readonly id: number }
  | { readonly type: 'logs'; readonly id: number; readonly page: FunctionLogPage }
  | { readonly type: 'states'; readonly id: number; readonly states: readonly FunctionState[] }
  | { readonly type: 'log'; readonly level: LogLevel; readonly message: string; readonly detail?: string };

/** The header that carries the secret. */
export const SECRET_HEADER = 'x-gatehouse-function-secret';
