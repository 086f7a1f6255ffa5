import { crc32, deflateRawSync } from 'node:zlib';

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

const UTF8_NAMES = 0x800;
const DEFLATED = 8;
const VERSION = 20;
const MADE_BY_UNIX = (3 << 8) | VERSION;
/** 1980-01-01 00:00, the format's first instant. */
const DATE = (1 << 5) | 1;
const REGULAR_FILE = 0o100644;

/** Packs texts into a zip. The same texts make the same bytes, and so the same hash. */
export function writeZip(files: readonly TextFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { path, text } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const name = Buffer.from(path);
    const content = Buffer.from(text);
    const data = deflateRawSync(content, { level: 9 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(VERSION, 0);
    common.writeUInt16LE(UTF8_NAMES, 2);
    common.writeUInt16LE(DEFLATED, 4);
    common.writeUInt16LE(DATE, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);

    const local = Buffer.concat([signature(0x04034b50), common, name, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(REGULAR_FILE * 0x10000, 6);
    tail.writeUInt32LE(at, 10);
    const madeBy = Buffer.alloc(2);
    madeBy.writeUInt16LE(MADE_BY_UNIX, 0);
    directory.push(Buffer.concat([signature(0x02014b50), madeBy, common, tail, name]));
    parts.push(local);
    at += local.length;
  }
  const directoryBytes = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(directoryBytes, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, ...directory, signature(0x06054b50), end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}
