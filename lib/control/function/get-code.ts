import {
  type FunctionSource,
  getFunctionCodeInput,
  LATEST,
  MAX_EDITABLE_BYTES,
  MAX_EDITABLE_FILES,
  sourceFiles,
} from '@/lib/contract/function';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { NotFoundError } from '@/lib/errors';
import { readCode, requireFunction } from '@/lib/store/functions';
import { readZip, type ZipFile } from '@/lib/zip/read-zip';
import { requireLatest } from './change';
import { findVersion } from './find-version';

/** Of a large package, as many files as a person would look through. */
const SHOWN_FILES = 500;

/** The files of a version's package, with their text where it is small enough to read. */
export async function getFunctionCode(ctx: Ctx, input: unknown): Promise<FunctionSource> {
  const { accountId } = requireScope(ctx, 'function:read');
  const { functionName, qualifier } = parse(getFunctionCodeInput, input);
  const record = await requireFunction(ctx.db, accountId, functionName);
  requireLatest(record);
  const version = findVersion(record, qualifier);
  if (version === undefined) throw new NotFoundError(`The version or alias ${qualifier} of ${functionName}`);
  const { files, unpackedBytes } = readZip(await readCode(ctx.db, version.codeSha256));
  const isSmall = files.length <= MAX_EDITABLE_FILES && unpackedBytes <= MAX_EDITABLE_BYTES;
  const ordered = [...files].sort((a, b) => depth(a) - depth(b) || a.path.localeCompare(b.path)).slice(0, SHOWN_FILES);
  const shown: FunctionSource['files'] = [];
  let left = MAX_EDITABLE_BYTES;
  for (const file of ordered) {
    const text = file.sizeBytes <= left ? await readText(file) : null;
    if (text !== null) left -= file.sizeBytes;
    shown.push({ path: file.path, sizeBytes: file.sizeBytes, text });
  }
  const stem = version.handler.slice(0, version.handler.lastIndexOf('.'));
  return {
    version: record.row.version,
    codeSha256: version.codeSha256,
    handler: version.handler,
    files: shown,
    fileCount: files.length,
    editable: qualifier === LATEST && isSmall && sourceFiles.safeParse(shown).success,
    handlerFound: files.some(({ path }) => ['.js', '.mjs', '.cjs'].some((ending) => path === `${stem}${ending}`)),
  };
}

const depth = ({ path }: ZipFile): number => path.split('/').length;

async function readText(file: ZipFile): Promise<string | null> {
  const bytes = await file.read();
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
