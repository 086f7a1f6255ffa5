import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Set by our own scripts and tools, not by people. */
const INTERNAL = new Set([
  'NODE_ENV',
  'NEXT_RUNTIME',
  'NEXT_PHASE',
  'NEXT_MANUAL_SIG_HANDLE',
  'AUTH_TRUST_HOST',
  'GATEHOUSE_DEMO',
]);
const READERS = ['lib/env.ts', 'instrumentation.ts', 'scripts/lib/env.mjs'];
const NAME = /(?:vars\.|vars, '|process\.env\.|toPort\(')([A-Z][A-Z_]{2,})\b/gm;

it('.env.example names every setting that the code reads, and no other', () => {
  const read = new Set(
    READERS.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(NAME)].map((match) => match[1] ?? '')),
  );
  const documented = [...readFileSync('.env.example', 'utf8').matchAll(/^# ([A-Z_]+)=/gm)].map(
    (match) => match[1] ?? '',
  );
  const ofOpenTelemetry = documented.filter((name) => name.startsWith('OTEL_'));
  const own = documented.filter((name) => !name.startsWith('OTEL_'));
  expect(own.toSorted()).toEqual([...read].filter((name) => !INTERNAL.has(name)).sort());
  // All of those are taken in by their prefix.
  const reader = readFileSync('lib/runtime/otlp/settings.ts', 'utf8');
  expect(ofOpenTelemetry.filter((name) => !new RegExp(`\\b${name}\\b`).test(reader))).toEqual([]);
  expect(ofOpenTelemetry).toContain('OTEL_EXPORTER_OTLP_ENDPOINT');
});
