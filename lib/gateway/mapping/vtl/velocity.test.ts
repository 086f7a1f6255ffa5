import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ExactNumber } from '../java-number';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../json-value';
import { readJson } from '../read-json';
import { compileTemplate, TemplateError, TemplateSyntaxError } from './template';
import { JavaList, type VtlValue } from './values';

interface Case {
  readonly template: string;
  readonly output?: string;
  readonly error?: true;
}

/** What Apache Velocity 1.7 makes of them: testing/RenderWithVelocity.java. */
const text = readFileSync(new URL('testing/velocity-1.7.json', import.meta.url), 'utf8');
const { cases } = JSON.parse(text) as { readonly cases: readonly Case[] };
const { variables } = readJson(text) as { readonly variables: JsonObject };

/** Anew for each: templates change what they are given. Lists are Java's, which print as [1, 2]. */
function asInJava(value: JsonValue): VtlValue {
  if (isJsonArray(value)) return new JavaList(value.map(asInJava));
  if (value instanceof ExactNumber || !isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asInJava(member as JsonValue)]));
}

function rendered(template: string): string | null {
  const compiled = compileTemplate(template);
  if (compiled instanceof TemplateSyntaxError) return null;
  const roots = new Map(Object.entries(asInJava(variables) as Record<string, VtlValue>));
  try {
    return compiled.render(roots);
  } catch (error) {
    if (error instanceof TemplateError) return null;
    throw error;
  }
}

describe('a template renders to the byte as in Velocity 1.7', () => {
  test.each(cases)('$template', ({ template, output }) => {
    expect(rendered(template)).toBe(output ?? null);
  });
});
