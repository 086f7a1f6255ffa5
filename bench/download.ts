import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { has, LOAD_CORE, memoryBytes, pinned } from './machine';
import { median } from './report';
import type { Installation, Server } from './servers';

export const DOWNLOAD = 'streamed download of 100 MB';
const MEMORY_INTERVAL_MS = 20;

export interface Download {
  readonly mbPerSecond: number;
  readonly nginxMbPerSecond: number;
  /** Median of the quotients within a round. */
  readonly vsNginx: number;
  /** By how much the worker's resident memory grew at most, over what it was before the first download. */
  readonly memoryGrowthMb: number;
}

const exec = promisify(execFile);

/** One client, one file, by turns: null without nginx, which is also the backend that has the file, or without curl. */
export async function measureDownload({ small, rivals }: Installation, rounds: number): Promise<Download | null> {
  const nginx = rivals.get('nginx');
  if (nginx === undefined || !has('curl')) return null;
  const ours = `${small.origin}${small.path('large')}`;
  const theirs = `${nginx.origin}/large`;
  await fetchOf(ours);
  await fetchOf(theirs);
  const memory = watchMemory(small);
  const pairs: { ours: number; theirs: number }[] = [];
  for (let round = 0; round < rounds; round++) pairs.push({ ours: await fetchOf(ours), theirs: await fetchOf(theirs) });
  const toMb = (bytes: number) => bytes / 1e6;
  return {
    mbPerSecond: toMb(median(pairs.map((it) => it.ours))),
    nginxMbPerSecond: toMb(median(pairs.map((it) => it.theirs))),
    vsNginx: median(pairs.map((it) => it.ours / it.theirs)),
    memoryGrowthMb: memory.stop(),
  };
}

/** Bytes per second. */
async function fetchOf(url: string): Promise<number> {
  const format = '%{http_code} %{size_download} %{speed_download}';
  const { stdout } = await exec(...pinned(LOAD_CORE, 'curl', ['-s', '-o', '/dev/null', '-w', format, url]));
  const [status, size, speed] = stdout.split(' ').map(Number);
  if (status !== 200 || size !== LARGE_BYTES) throw new Error(`${url} answered ${status} with ${size} bytes.`);
  return speed ?? 0;
}

export const LARGE_BYTES = 100_000_000;

function watchMemory({ pid }: Server): { stop(): number } {
  const before = memoryBytes(pid, 'VmRSS');
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, memoryBytes(pid, 'VmRSS'));
  }, MEMORY_INTERVAL_MS);
  return {
    stop() {
      clearInterval(timer);
      return (most - before) / 1024 / 1024;
    },
  };
}
