import { resolve } from 'node:path';
import { env } from '@/lib/env';
import type { PrivateBackends } from '@/lib/gateway';
import type { Store } from '@/lib/store/open';
import { DatabaseFunctionSource } from './functions/database-source';
import type { FunctionSource } from './functions/model';
import { type OtlpSettings, otlpSettings } from './otlp/settings';

export interface RuntimeOptions {
  readonly store: Pick<Store, 'database' | 'secrets'>;
  /** 0: none here; `npm run gateway` runs them. */
  readonly workers: number;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Of custom domain names with a certificate; 0: any free one. Absent: no TLS here. */
  readonly tlsPort?: number | undefined;
  readonly domain: string;
  readonly region: string;
  /** Base URL that clients use, where it is not the address above. */
  readonly publicUrl: string | undefined;
  /** Whose X-Forwarded-For says who calls: addresses and CIDR ranges. Absent: nobody's. */
  readonly trustedProxies?: readonly string[];
  /** Shared with edge hops. Absent: there are none. */
  readonly edgeSecret?: string | undefined;
  /** Addresses at which private APIs answer, as vpce-…@host:port/vpc-…. Absent: none. */
  readonly vpcEndpoints?: readonly string[];
  readonly dataDir: string;
  /** Which private addresses an owner's URIs may reach. */
  readonly privateBackends: PrivateBackends;
  /** Longer lines of execution logs are cut there. Absent: the gateway's own default. */
  readonly executionLogLineBytes?: number | undefined;
  /** Where spans of requests are sent. Absent: none are made. */
  readonly otlp?: OtlpSettings | undefined;
  /** Where functions come from. Absent: there are none. */
  readonly functions?: FunctionSource;
  /** Processes that functions may have here, all together. Absent: by the machine's memory. */
  readonly functionProcesses?: number | undefined;
  /** What the response caches of all workers may take. Absent: by the machine's. */
  readonly caches?: { readonly memoryBytes?: number; readonly diskBytes?: number };
  /** The worker's bundle; the function host's and the sandbox's lie beside it. */
  readonly workerFile: string;
  readonly workerEnv: Readonly<Record<string, string>>;
  /** Replace workers when the bundle changes. */
  readonly watchBundle: boolean;
}

/** What `npm start`, `npm run dev` and `npm run gateway` run with. */
export const optionsFromEnv = (store: Store): RuntimeOptions => ({
  store,
  workers: env.gatewayWorkers,
  host: env.gatewayHost,
  port: env.gatewayPort,
  tlsPort: env.gatewayTlsPort,
  domain: env.gatewayDomain,
  region: env.region,
  publicUrl: env.gatewayPublicUrl,
  trustedProxies: env.trustedProxies,
  vpcEndpoints: env.vpcEndpoints,
  edgeSecret: env.edgeSecret,
  dataDir: env.dataDir,
  privateBackends: env.allowPrivateBackends,
  executionLogLineBytes: env.executionLogLineBytes,
  otlp: otlpSettings(env.otel),
  functions: new DatabaseFunctionSource({ db: store.db, secrets: store.secrets, dataDir: env.dataDir }),
  functionProcesses: env.functionProcesses,
  caches: {
    ...(env.cacheMemoryMib === undefined ? {} : { memoryBytes: env.cacheMemoryMib * 1_048_576 }),
    ...(env.cacheDiskMib === undefined ? {} : { diskBytes: env.cacheDiskMib * 1_048_576 }),
  },
  workerFile: resolve('dist', 'gateway-worker.js'),
  workerEnv: env.workerEnv,
  watchBundle: env.nodeEnv === 'development',
});
