import { existsSync } from 'node:fs';
import { inRoot } from './paths.mjs';

/** Reads .env for every command, as Next does for its own. What the shell has set wins. */
export function loadEnv() {
  for (const name of ['.env.local', '.env']) {
    if (existsSync(inRoot(name))) process.loadEnvFile(inRoot(name));
  }
}

/** Where backends are on this very machine: the demo's, a developer's own. What somebody has set stays. */
export function allowPrivateBackends() {
  process.env.GATEHOUSE_ALLOW_PRIVATE_BACKENDS ||= '1';
}

/** The ports and addresses that the scripts themselves need; lib/env.ts checks everything else. */
export function readPorts() {
  return {
    console: { variable: 'PORT', port: toPort('PORT', 3000), host: process.env.HOST || '127.0.0.1' },
    gateway: {
      variable: 'GATEWAY_PORT',
      port: toPort('GATEWAY_PORT', 8080),
      host: process.env.GATEWAY_HOST || '127.0.0.1',
    },
    demoBackend: { variable: 'DEMO_BACKEND_PORT', port: toPort('DEMO_BACKEND_PORT', 8090), host: '127.0.0.1' },
  };
}

function toPort(name, fallback) {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`${name} must be a port number from 1 to 65535, not "${text}".`);
  return port;
}
