// Reads ZIP archives that people upload: the central directory is checked whole before anything is inflated, and an
// archive that two readers could understand differently is refused. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';

export interface ZipLimits {
  /** Of all files together, unpacked. */
  readonly maxUnpackedBytes: number;
  readonly maxEntries: number;
}

/** Lambda's own. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const CODE_LIMITS: ZipLimits = { maxUnpackedBytes: 250 * 1024 * 1024, maxEntries: 50_000 };

export interface ZipFile {
  /** Relative, with forward slashes: "node_modules/left-pad/index.js". */
  readonly path: string;
  readonly sizeBytes: number;
  readonly isExecutable: boolean;
  /** Inflates it and checks length and checksum. */
  read(): Promise<Buffer>;
}

export interface ZipArchive {
  readonly files: readonly ZipFile[];
  readonly unpackedBytes: number;
}

/** What is wrong with an archive, for the person who uploaded it. */
export class ZipError extends Error {
  override readonly name = 'ZipError';
}

interface Entry {
  readonly path: string;
  readonly isFolder: boolean;
  readonly isExecutable: boolean;
  readonly method: number;
  readonly crc: number;
  readonly compressedBytes: number;
  readonly sizeBytes: number;
  readonly headerAt: number;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT_BYTES = 0xffff;
const ENCRYPTED = 0x1;
const STORED = 0;
const DEFLATED = 8;

const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;
const SYMLINK = 0o120000;

const inflate = promisify(inflateRaw);

/** Lists the files of an archive. Nothing is inflated yet; throws ZipError. */
export function readZip(archive: Buffer, limits: ZipLimits = CODE_LIMITS): ZipArchive {
  const entries = readDirectory(archive, limits);
  const unpackedBytes = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (unpackedBytes > limits.maxUnpackedBytes) {
    throw new ZipError(
      `Unpacked, the zip holds ${megabytes(unpackedBytes)}; at most ${megabytes(limits.maxUnpackedBytes)} are allowed.`,
    );
  }
  refuseAmbiguousPaths(entries);
  const data = locateData(archive, entries);
  return {
    unpackedBytes,
    files: entries
      .filter(({ isFolder }) => !isFolder)
      .map((entry) => ({
        path: entry.path,
        sizeBytes: entry.sizeBytes,
        isExecutable: entry.isExecutable,
        read: () => readEntry(entry, data.get(entry) ?? Buffer.alloc(0)),
      })),
  };
}

function readDirectory(archive: Buffer, { maxEntries }: ZipLimits): Entry[] {
  const endAt = findEnd(archive);
  const count = archive.readUInt16LE(endAt + 10);
  const directoryBytes = archive.readUInt32LE(endAt + 12);
  const directoryAt = archive.readUInt32LE(endAt + 16);
  const isSplit = archive.readUInt32LE(endAt + 4) !== 0 || archive.readUInt16LE(endAt + 8) !== count;
  if (isSplit) throw new ZipError('The zip is one part of several. Upload it as a single file.');
  if (count === 0xffff || directoryAt === 0xffffffff || directoryBytes === 0xffffffff) {
    throw new ZipError('The zip uses the ZIP64 format, which archives of this size do not need. Pack it again.');
  }
  if (count > maxEntries) {
    throw new ZipError(`The zip has ${count} entries; at most ${maxEntries} are allowed.`);
  }
  if (directoryAt + directoryBytes !== endAt) throw new ZipError('The zip’s table of contents is damaged.');
  const entries: Entry[] = [];
  let at = directoryAt;
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_BYTES > endAt || archive.readUInt32LE(at) !== ENTRY_SIGNATURE) {
      throw new ZipError('The zip’s table of contents is damaged.');
    }
    const nameBytes = archive.readUInt16LE(at + 28);
    const next = at + ENTRY_BYTES + nameBytes + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    if (next > endAt) throw new ZipError('The zip’s table of contents is damaged.');
    entries.push(readEntryHeader(archive, at, nameBytes));
    at = next;
  }
  if (at !== endAt) throw new ZipError('The zip’s table of contents is damaged.');
  return entries;
}

function findEnd(archive: Buffer): number {
  const earliest = Math.max(0, archive.length - END_BYTES - MAX_COMMENT_BYTES);
  for (let at = archive.length - END_BYTES; at >= earliest; at -= 1) {
    const isEnd = archive.readUInt32LE(at) === END_SIGNATURE;
    if (isEnd && at + END_BYTES + archive.readUInt16LE(at + 20) === archive.length) return at;
  }
  throw new ZipError('This is not a zip file, or it is cut off.');
}

function readEntryHeader(archive: Buffer, at: number, nameBytes: number): Entry {
  const name = readName(archive.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes));
  const unixMode = archive.readUInt32LE(at + 38) >>> 16;
  const type = unixMode & FILE_TYPE;
  const isFolder = name.endsWith('/');
  const shown = JSON.stringify(name);
  if (type === SYMLINK) {
    throw new ZipError(`${shown} is a symbolic link. Pack the file it points to instead (zip without --symlinks).`);
  }
  if (type !== 0 && type !== (isFolder ? FOLDER : REGULAR)) {
    throw new ZipError(`${shown} is neither a file nor a folder.`);
  }
  const method = archive.readUInt16LE(at + 10);
  if ((archive.readUInt16LE(at + 8) & ENCRYPTED) !== 0) {
    throw new ZipError(`${shown} is encrypted. Pack it without a password.`);
  }
  if (method !== STORED && method !== DEFLATED) {
    throw new ZipError(`${shown} is compressed in a way that is not supported. Use deflate, as zip does by itself.`);
  }
  const entry = {
    path: checkPath(name),
    isFolder,
    isExecutable: (unixMode & 0o111) !== 0,
    method,
    crc: archive.readUInt32LE(at + 16),
    compressedBytes: archive.readUInt32LE(at + 20),
    sizeBytes: archive.readUInt32LE(at + 24),
    headerAt: archive.readUInt32LE(at + 42),
  };
  if (isFolder && entry.sizeBytes !== 0) throw new ZipError(`The folder ${shown} has content of its own.`);
  if (method === STORED && entry.sizeBytes !== entry.compressedBytes) throw damaged(entry.path);
  return entry;
}

function readName(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ZipError('A file name in the zip is not UTF-8. Rename it with plain letters and pack again.');
  }
}

/** Whatever could lead outside the folder it is unpacked into, or is read differently by different systems. */
function checkPath(name: string): string {
  const path = name.endsWith('/') ? name.slice(0, -1) : name;
  const shown = JSON.stringify(name);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  if (/[\u0000-\u001f\u007f]/.test(path)) throw new ZipError(`The file name ${shown} holds control characters.`);
  if (path.includes('\\')) throw new ZipError(`The file name ${shown} holds a backslash. Separate folders with “/”.`);
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) {
    throw new ZipError(`The path ${shown} is absolute. Paths in the zip must be relative.`);
  }
  const segments = path.split('/');
  if (segments.includes('..')) {
    throw new ZipError(`The path ${shown} leads out of the zip’s own folder. Nothing of it was unpacked.`);
  }
  if (segments.some((segment) => segment === '' || segment === '.')) {
    throw new ZipError(`The path ${shown} is not a plain relative path.`);
  }
  if (Buffer.byteLength(path) > 1024 || segments.some((segment) => Buffer.byteLength(segment) > 255)) {
    throw new ZipError(`The path ${shown.slice(0, 80)}… is too long.`);
  }
  return path;
}

/** The same path twice, or a file that is also a folder: which one counts would be anyone's guess. */
function refuseAmbiguousPaths(entries: readonly Entry[]): void {
  const files = new Set<string>();
  const folders = new Set<string>();
  for (const { path, isFolder } of entries) {
    if (isFolder) folders.add(path);
    else if (files.has(path)) throw new ZipError(`The zip holds ${JSON.stringify(path)} twice.`);
    else files.add(path);
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const folder = path.slice(0, slash);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  for (const path of files) {
    if (folders.has(path)) throw new ZipError(`${JSON.stringify(path)} is both a file and a folder.`);
  }
}

/** Finds each file's bytes. They must not overlap: the bombs that grow without bound reuse the same ones. */
function locateData(archive: Buffer, entries: readonly Entry[]): ReadonlyMap<Entry, Buffer> {
  const data = new Map<Entry, Buffer>();
  let reached = 0;
  for (const entry of [...entries].sort((a, b) => a.headerAt - b.headerAt)) {
    const { headerAt, path } = entry;
    if (headerAt < reached) throw new ZipError(`${JSON.stringify(path)} shares its bytes with another file.`);
    if (headerAt + LOCAL_BYTES > archive.length || archive.readUInt32LE(headerAt) !== LOCAL_SIGNATURE) {
      throw damaged(path);
    }
    const start = headerAt + LOCAL_BYTES + archive.readUInt16LE(headerAt + 26) + archive.readUInt16LE(headerAt + 28);
    const end = start + entry.compressedBytes;
    if (end > archive.length) throw damaged(path);
    data.set(entry, archive.subarray(start, end));
    reached = end;
  }
  return data;
}

async function readEntry(entry: Entry, data: Buffer): Promise<Buffer> {
  const content = entry.method === STORED ? data : await inflateWithin(entry, data);
  if (content.length !== entry.sizeBytes || crc32(content) !== entry.crc) throw damaged(entry.path);
  return content;
}

/** Never more than the table of contents says, whatever the compressed bytes would grow to. */
async function inflateWithin(entry: Entry, data: Buffer): Promise<Buffer> {
  try {
    return await inflate(data, { maxOutputLength: Math.max(1, entry.sizeBytes) });
  } catch (error) {
    if (error instanceof RangeError) {
      throw new ZipError(`${JSON.stringify(entry.path)} unpacks to more than the zip says it does.`);
    }
    throw damaged(entry.path);
  }
}

const damaged = (path: string): ZipError => new ZipError(`${JSON.stringify(path)} is damaged. Pack the zip again.`);

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024).toLocaleString('en-US')} MB`;
