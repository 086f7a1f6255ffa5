import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { inRoot, root } from './paths.mjs';

/** Path of a program that npm installed. */
export function bin(name) {
  return inRoot('node_modules', '.bin', name);
}

/** Runs a command to its end. Its output is shown as it comes, or kept quiet and returned (and shown when it fails). */
export function run(command, args, { env = {}, quiet = false, cwd = root, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      timeout: timeoutMs,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const plain = stripVTControlCharacters(output);
      if (code === 0) resolve(plain);
      else reject(new CommandError([command, ...args].join(' '), code ?? signal, plain));
    });
  });
}

export class CommandError extends Error {
  constructor(command, status, output) {
    super(`${command} ended with ${status}${output === '' ? '' : `:\n${output}`}`);
    this.name = 'CommandError';
    this.output = output;
  }
}

/** For the end of a script: one clear message, no stack, exit code 1. */
export function fail(error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
