// What a process really holds. Node limits its heap by itself; buffers lie outside of it.
import { readFileSync } from 'node:fs';

const RESIDENT = /^VmRSS:\s+(\d+) kB$/m;

/** Undefined: the process is gone, or this system has no /proc. There the heap's limit has to do. */
export function residentBytes(pid: number): number | undefined {
  try {
    const match = RESIDENT.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return match === null ? undefined : Number(match[1]) * 1_024;
  } catch {
    return undefined;
  }
}
