// A real function host with real sandboxes, without a database.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AddressGuard } from '@/lib/gateway';
import { Functions } from '../functions';
import type { FunctionDefinition, FunctionVersion, InvokeFunctionResult, LocalFunction } from '../model';

export const ACCOUNT = '000000000000';

interface FunctionSettings extends Partial<Omit<FunctionVersion, 'code' | 'version'>> {
  readonly fileName?: 'index.js' | 'index.mjs' | 'index.cjs';
  readonly reservedConcurrency?: number;
}

export function versionOf(source: string, settings: FunctionSettings = {}, version = '$LATEST'): FunctionVersion {
  const { fileName = 'index.js', reservedConcurrency: _, ...rest } = settings;
  const sha256 = createHash('sha256').update(`${fileName}\n${source}`).digest('hex');
  return {
    ...{ version, handler: 'index.handler', environment: {}, memoryMb: 128, timeoutMs: 3_000 },
    code: { kind: 'inline', sha256, fileName, source },
    ...rest,
  };
}

export function functionOf(name: string, source: string, settings: FunctionSettings = {}): LocalFunction {
  const { reservedConcurrency } = settings;
  return {
    ...{ kind: 'local', id: `id-${name}`, accountId: ACCOUNT, name, aliases: {} },
    ...(reservedConcurrency === undefined ? {} : { reservedConcurrency }),
    versions: [versionOf(source, settings)],
  };
}

/** `export`s nothing: the body of an async handler with `event` and `context`. */
export const asyncHandler = (body: string): string => `exports.handler = async (event, context) => { ${body} };`;

export class FunctionHarness {
  readonly functions: Functions;
  readonly dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-functions-'));
  #definitions: FunctionDefinition[] = [];

  constructor(bundles: string, options: { readonly maxProcesses?: number; readonly idleMs?: number } = {}) {
    this.functions = new Functions({
      source: { load: async () => ({ full: true, functions: this.#definitions, removedFunctionIds: [] }) },
      region: 'us-east-1',
      dataDir: this.dataDir,
      hostFile: join(bundles, 'function-host.js'),
      sandboxFile: join(bundles, 'function-sandbox.cjs'),
      env: {},
      maxProcesses: options.maxProcesses ?? 16,
      guard: new AddressGuard(true),
      ...(options.idleMs === undefined ? {} : { idleMs: options.idleMs }),
    });
  }

  /** Publishes these, and no others. */
  publish(...definitions: FunctionDefinition[]): ReturnType<Functions['read']> {
    this.#definitions = definitions;
    return this.functions.read('all');
  }

  async invoke(name: string, event: unknown = {}, more: Partial<InvokeRequestMore> = {}): Promise<Invoked> {
    const { qualifier, type = 'RequestResponse' } = more;
    const result = await this.functions.invoke({
      ...{ accountId: ACCOUNT, name, payload: more.payload ?? JSON.stringify(event), type, logTail: true },
      ...(qualifier === undefined ? {} : { qualifier }),
    });
    return { ...result, value: result.payload === '' ? undefined : JSON.parse(result.payload) };
  }

  async log(name: string): Promise<string> {
    const { lines } = await this.functions.logs({ functionId: `id-${name}`, limit: 10_000 });
    return lines.map(({ text }) => text).join('\n');
  }

  async close(): Promise<void> {
    await this.functions.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

interface InvokeRequestMore {
  readonly qualifier: string;
  readonly type: 'RequestResponse' | 'Event';
  readonly payload: string;
}

export type Invoked = InvokeFunctionResult & {
  readonly value: ReturnType<typeof JSON.parse>;
};
