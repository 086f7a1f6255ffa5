import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ORDER_JSON, SMALL_JSON } from '../documents';
import { childrenOf, has, pinned } from '../machine';

/** Debian's package when it can be had; false: leave nginx out. */
export function ensureNginx(): boolean {
  if (has('nginx')) return true;
  if (process.getuid?.() !== 0 || !has('apt-get')) return false;
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'nginx-light'], {
      env,
      stdio: 'ignore',
    });
  } catch {
    return false;
  }
  return has('nginx');
}

export interface Nginx {
  /** The one worker. */
  readonly pid: number;
  stop(): Promise<void>;
}

export async function startNginx(workDir: string, name: string, core: number, http: string): Promise<Nginx> {
  const dir = join(workDir, name);
  mkdirSync(join(dir, 'logs'), { recursive: true });
  const file = join(dir, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${dir}/${kind};`)
    .join('\n  ');
  writeFileSync(
    file,
    `daemon off;
worker_processes 1;
pid ${dir}/pid;
error_log ${dir}/logs/error.log;
${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 4096; }
http {
  ${temporary}
  keepalive_requests 100000000;
  keepalive_timeout 600s;
  access_log off;
${http}
}
`,
  );
  const [command, args] = pinned(core, 'nginx', ['-p', dir, '-c', file, '-e', `${dir}/logs/error.log`]);
  const master = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise<void>((resolve) => master.once('exit', () => resolve()));
  const pid = await workerOf(master.pid ?? 0);
  return {
    pid,
    async stop() {
      master.kill('SIGTERM');
      await ended;
    },
  };
}

async function workerOf(master: number): Promise<number> {
  for (let i = 0; i < 100; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const [worker] = childrenOf(master);
    if (worker !== undefined) return worker;
  }
  throw new Error('nginx did not start.');
}

export const backendConfig = (port: number, largeFile: string): string => `
  sendfile on;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    default_type application/json;
    location / { return 200 '${SMALL_JSON}'; }
    location /order { return 200 '${ORDER_JSON}'; }
    location = /large { alias ${largeFile}; }
  }`;

/** The same offer as the gateway's scenarios: fixed answer, proxy, keys with a limit and a log, a cache. */
export const rivalConfig = (port: number, backend: number, workDir: string, apiKey: string): string => `
  upstream backend { server 127.0.0.1:${backend}; keepalive 128; keepalive_requests 100000000; }
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  map $http_x_api_key $key_id { default ""; "${apiKey}" "key1"; }
  limit_req_zone $key_id zone=keys:10m rate=1000000r/s;
  limit_req_status 429;
  log_format access escape=json '{"requestId":"$request_id","time":"$time_iso8601","method":"$request_method","path":"$uri",'
    '"status":$status,"latencyMs":$request_time,"integrationLatencyMs":"$upstream_response_time",'
    '"responseLength":$body_bytes_sent,"sourceIp":"$remote_addr","userAgent":"$http_user_agent","apiKeyId":"$key_id"}';
  proxy_cache_path ${workDir}/cache keys_zone=cache:10m;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    default_type application/json;
    location = /fixed { return 200 '{"message":"hello"}'; }
    location = /proxy { proxy_pass http://backend; }
    location = /large {
      # In memory, as much as flows well: without these lines what the client has not taken yet goes to a file.
      proxy_buffers 8 64k;
      proxy_buffer_size 64k;
      proxy_busy_buffers_size 128k;
      proxy_max_temp_file_size 0;
      proxy_pass http://backend;
    }
    location = /full {
      if ($key_id = "") { return 403 '{"message":"Forbidden"}'; }
      limit_req zone=keys burst=100000 nodelay;
      access_log ${workDir}/nginx-access.log access buffer=64k flush=1s;
      proxy_pass http://backend;
    }
    location = /cached { proxy_cache cache; proxy_cache_valid 200 10m; proxy_pass http://backend; }
  }`;
