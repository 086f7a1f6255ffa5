import { resolve } from 'node:path';

/** Every environment variable the console and the runtime read, with its default. Documented in .env.example. */
export interface Env {
  readonly nodeEnv: 'development' | 'production' | 'test';
  readonly port: number;
  readonly gatewayPort: number;
  /** Of custom domain names with a certificate; undefined: no TLS here. */
  readonly gatewayTlsPort: number | undefined;
  /** Bind address of the gateway; loopback unless set. */
  readonly gatewayHost: string;
  /** Invoke domain: http://{apiId}.execute-api.{gatewayDomain}:{gatewayPort}. */
  readonly gatewayDomain: string;
  /** 0: no workers here (`npm run gateway` runs them elsewhere). */
  readonly gatewayWorkers: number;
  /** Processes that functions may have, all together; undefined: by the machine's memory. */
  readonly functionProcesses: number | undefined;
  /** Of all workers' response caches together, in MiB; undefined: by the machine's memory and disk. */
  readonly cacheMemoryMib: number | undefined;
  readonly cacheDiskMib: number | undefined;
  /** What clients see as the gateway's address when it stands behind a proxy, e.g. "https://api.example.com". */
  readonly gatewayPublicUrl: string | undefined;
  /** Proxies whose X-Forwarded-For the gateway believes; it checks their form. */
  readonly trustedProxies: readonly string[];
  /** Shared with edge hops, which are believed about their viewers then. */
  readonly edgeSecret: string | undefined;
  /** What `npm run edge` runs with. */
  readonly edge: {
    readonly port: number;
    readonly host: string;
    readonly origin: string;
    readonly pop: string;
    readonly cacheMib: number;
  };
  /** Listeners for private APIs (the runtime checks their form). */
  readonly vpcEndpoints: readonly string[];
  readonly dataDir: string;
  /** Longer lines of execution logs are cut; undefined: the gateway's own default. */
  readonly executionLogLineBytes: number | undefined;
  /** OpenTelemetry's own variables, OTEL_…, which the runtime reads. */
  readonly otel: Readonly<Record<string, string | undefined>>;
  /** Which private addresses backends may have: all, none, or these entries (the runtime checks their form). */
  readonly allowPrivateBackends: boolean | readonly string[];
  readonly databaseUrl: string | undefined;
  readonly region: string;
  readonly masterKey: string | undefined;
  readonly nextAuthSecret: string | undefined;
  readonly nextAuthUrl: string | undefined;
  /** Where people reach the console, without a path: what user pools name as their tokens' issuer. */
  readonly consoleOrigin: string;
  /** Undefined: no mail is sent; codes show in the console. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | undefined;
  readonly github: { readonly clientId: string; readonly clientSecret: string } | undefined;
  readonly oidc:
    | { readonly issuer: string; readonly clientId: string; readonly clientSecret: string; readonly name: string }
    | undefined;
  readonly logLevel: string;
  /** All that gateway workers inherit: trust stores and the time zone, no secrets. */
  readonly workerEnv: Readonly<Record<string, string>>;
  /** Set by the demo: lets pages say "demo data" and offer its sign-in. */
  readonly demo: boolean;
}

export const env: Env = readEnv(process.env);

export function readEnv(vars: NodeJS.ProcessEnv): Env {
  const nodeEnv = vars.NODE_ENV === 'production' || vars.NODE_ENV === 'test' ? vars.NODE_ENV : 'development';
  return {
    nodeEnv,
    port: integer(vars, 'PORT', 3000, 0, 65_535),
    gatewayPort: integer(vars, 'GATEWAY_PORT', 8080, 0, 65_535),
    gatewayTlsPort: vars.GATEWAY_TLS_PORT ? integer(vars, 'GATEWAY_TLS_PORT', 0, 0, 65_535) : undefined,
    gatewayHost: vars.GATEWAY_HOST || '127.0.0.1',
    gatewayDomain: vars.GATEWAY_DOMAIN || 'localhost',
    gatewayWorkers: integer(vars, 'GATEWAY_WORKERS', 1, 0, 64),
    functionProcesses: vars.GATEHOUSE_FUNCTION_PROCESSES
      ? integer(vars, 'GATEHOUSE_FUNCTION_PROCESSES', 0, 1, 10_000)
      : undefined,
    cacheMemoryMib: vars.GATEHOUSE_CACHE_MEMORY ? integer(vars, 'GATEHOUSE_CACHE_MEMORY', 0, 16, 1_048_576) : undefined,
    cacheDiskMib: vars.GATEHOUSE_CACHE_DISK ? integer(vars, 'GATEHOUSE_CACHE_DISK', 0, 0, 16_777_216) : undefined,
    edgeSecret: vars.GATEHOUSE_EDGE_SECRET || undefined,
    edge: {
      port: integer(vars, 'EDGE_PORT', 8088, 0, 65_535),
      host: vars.EDGE_HOST || '127.0.0.1',
      origin: vars.EDGE_ORIGIN || 'http://127.0.0.1:8080',
      pop: vars.EDGE_POP || 'GTH50-P1',
      cacheMib: integer(vars, 'EDGE_CACHE_MEMORY', 64, 0, 1_048_576),
    },
    vpcEndpoints: list(vars.GATEHOUSE_VPC_ENDPOINTS),
    trustedProxies: list(vars.GATEHOUSE_TRUSTED_PROXIES),
    gatewayPublicUrl: vars.GATEWAY_PUBLIC_URL || undefined,
    dataDir: resolve(/* turbopackIgnore: true */ vars.GATEHOUSE_DATA_DIR || '.gatehouse'),
    otel: Object.fromEntries(Object.entries(vars).filter(([name]) => name.startsWith('OTEL_'))),
    executionLogLineBytes: vars.GATEHOUSE_EXECUTION_LOG_LINE_BYTES
      ? integer(vars, 'GATEHOUSE_EXECUTION_LOG_LINE_BYTES', 0, 256, 60_000)
      : undefined,
    allowPrivateBackends: switchOrList(vars.GATEHOUSE_ALLOW_PRIVATE_BACKENDS),
    databaseUrl: vars.DATABASE_URL || undefined,
    region: vars.GATEHOUSE_REGION || 'us-east-1',
    masterKey: vars.GATEHOUSE_MASTER_KEY || undefined,
    nextAuthSecret: vars.NEXTAUTH_SECRET || undefined,
    nextAuthUrl: vars.NEXTAUTH_URL || undefined,
    consoleOrigin: originOf(vars.NEXTAUTH_URL) ?? `http://localhost:${integer(vars, 'PORT', 3000, 0, 65_535)}`,
    mail: vars.GATEHOUSE_SMTP_URL
      ? { smtpUrl: vars.GATEHOUSE_SMTP_URL, from: vars.GATEHOUSE_MAIL_FROM || 'gatehouse@localhost' }
      : undefined,
    github: pair(vars.GITHUB_ID, vars.GITHUB_SECRET),
    oidc:
      vars.OIDC_ISSUER && vars.OIDC_CLIENT_ID && vars.OIDC_CLIENT_SECRET
        ? {
            issuer: vars.OIDC_ISSUER,
            clientId: vars.OIDC_CLIENT_ID,
            clientSecret: vars.OIDC_CLIENT_SECRET,
            name: vars.OIDC_NAME || 'Single sign-on',
          }
        : undefined,
    logLevel: vars.LOG_LEVEL || (nodeEnv === 'test' ? 'silent' : 'info'),
    workerEnv: Object.fromEntries(
      ['PATH', 'TZ', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'].flatMap((name) => {
        const value = vars[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    demo: vars.GATEHOUSE_DEMO === '1',
  };
}

function originOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}

function integer(vars: NodeJS.ProcessEnv, name: string, fallback: number, min: number, max: number): number {
  const text = vars[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new Error(`${name} must be a whole number from ${min} to ${max}, not "${text}".`);
  }
  return value;
}

function switchOrList(text = ''): boolean | readonly string[] {
  if (['', '0', 'false'].includes(text.trim())) return false;
  if (['1', 'true'].includes(text.trim())) return true;
  return list(text);
}

function list(text = ''): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function pair(clientId: string | undefined, clientSecret: string | undefined) {
  return clientId && clientSecret ? { clientId, clientSecret } : undefined;
}
