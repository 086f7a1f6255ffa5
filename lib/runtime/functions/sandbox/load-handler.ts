// "src/index.handler" → the function that the module exports under that name. CommonJS or ES module.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeError } from './answers';

export type Handler = (event: unknown, ...more: readonly unknown[]) => unknown;

const SHAPE = /^(.*?)([^/]*?)\.([^/]+)$/;
const EXTENSIONS = ['.js', '.mjs', '.cjs'];

export async function loadHandler(codeDir: string, name: string): Promise<Handler> {
  const match = SHAPE.exec(name);
  if (match === null || name.split('/').includes('..')) {
    throw new RuntimeError('Runtime.MalformedHandlerName', `Bad handler: "${name}" is not a file, a dot and a name.`);
  }
  const [, folder = '', file = '', path = ''] = match;
  const module = `${folder}${file}`;
  const found = EXTENSIONS.map((extension) => join(codeDir, `${module}${extension}`)).find((candidate) =>
    existsSync(candidate),
  );
  if (found === undefined) {
    throw new RuntimeError(
      'Runtime.ImportModuleError',
      `Error: Cannot find module '${module}': the code has no ${module}.js, ${module}.mjs or ${module}.cjs.`,
    );
  }
  let value: unknown = await importFile(codeDir, found);
  for (const part of path.split('.')) value = Object(value)[part];
  if (typeof value !== 'function') {
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  return value as Handler;
}

async function importFile(codeDir: string, file: string): Promise<unknown> {
  try {
    if (file.endsWith('.mjs')) return await import(pathToFileURL(file).href);
    try {
      return createRequire(join(codeDir, 'index.js'))(file);
    } catch (error) {
      const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
      // package.json says "module", or the file waits at its top level.
      if (code !== 'ERR_REQUIRE_ESM' && code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error;
      return await import(pathToFileURL(file).href);
    }
  } catch (error) {
    if (error instanceof SyntaxError) throw new RuntimeError('Runtime.UserCodeSyntaxError', String(error), error);
    const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
      throw new RuntimeError('Runtime.ImportModuleError', String(error), error);
    }
    throw error;
  }
}
