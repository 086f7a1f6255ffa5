import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CODE_LIMITS, readZip, ZipError } from './read-zip';
import { rawZip } from './testing/raw-zip';
import { unpackZip } from './unpack-zip';
import { writeZip } from './write-zip';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'gatehouse-zip-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const unpack = async (archive: Buffer, name: string, limits = CODE_LIMITS) => {
  const folder = join(root, name, 'code');
  await unpackZip(archive, folder, limits);
  return folder;
};

describe('what zip writes', () => {
  it('comes back as it was, whatever the texts', async () => {
    const segment = fc.stringMatching(/^[a-z0-9_-]{1,12}$/);
    const texts = fc.dictionary(
      segment,
      fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
      {
        minKeys: 1,
        maxKeys: 5,
      },
    );
    await fc.assert(
      fc.asyncProperty(texts, async (given) => {
        const files = Object.entries(given).map(([name, text]) => ({ path: `lib/${name}.js`, text }));
        const archive = readZip(writeZip(files));
        const read = await Promise.all(
          archive.files.map(async (file) => ({ path: file.path, text: (await file.read()).toString() })),
        );
        expect(new Map(read.map(({ path, text }) => [path, text]))).toEqual(
          new Map(files.map(({ path, text }) => [path, text])),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('is the same bytes for the same texts in any order', () => {
    const [a, b] = [
      { path: 'a.js', text: '1' },
      { path: 'b.js', text: '2' },
    ];
    expect(writeZip([a, b]).equals(writeZip([b, a]))).toBe(true);
  });
});

describe('unpacking', () => {
  it('makes folders and files that can only be read', async () => {
    const folder = await unpack(
      writeZip([
        { path: 'index.mjs', text: 'export {}' },
        { path: 'node_modules/x/index.js', text: 'x' },
      ]),
      'plain',
    );
    expect(readFileSync(join(folder, 'node_modules/x/index.js'), 'utf8')).toBe('x');
    expect(statSync(join(folder, 'index.mjs')).mode & 0o777).toBe(0o444);
    expect(readdirSync(join(root, 'plain'))).toEqual(['code']);
  });

  it('done twice at once gives one folder and leaves no draft', async () => {
    const archive = writeZip([{ path: 'index.js', text: 'x' }]);
    await Promise.all([unpack(archive, 'twice'), unpack(archive, 'twice')]);
    expect(readdirSync(join(root, 'twice'))).toEqual(['code']);
  });
});

const SYMLINK = 0o120777;
const cases: readonly (readonly [name: string, archive: () => Buffer, message: RegExp])[] = [
  ['a path with ..', () => rawZip([{ path: '../../etc/cron.d/x', content: 'x' }]), /leads out of the zip/],
  ['.. in the middle', () => rawZip([{ path: 'a/../../x', content: 'x' }]), /leads out of the zip/],
  ['.. as a folder', () => rawZip([{ path: '../', content: '' }]), /leads out of the zip/],
  ['a backslash', () => rawZip([{ path: '..\\x', content: 'x' }]), /backslash/],
  ['an absolute path', () => rawZip([{ path: '/etc/passwd', content: 'x' }]), /absolute/],
  ['a drive', () => rawZip([{ path: 'C:/x', content: 'x' }]), /absolute/],
  ['an empty segment', () => rawZip([{ path: 'a//x', content: 'x' }]), /not a plain relative path/],
  ['a dot segment', () => rawZip([{ path: './x', content: 'x' }]), /not a plain relative path/],
  ['an empty name', () => rawZip([{ path: '', content: 'x' }]), /not a plain relative path/],
  ['a zero byte', () => rawZip([{ path: 'a\0b', content: 'x' }]), /control characters/],
  ['a name that is not UTF-8', () => rawZip([{ path: Buffer.from([0xff, 0xfe]), content: 'x' }]), /not UTF-8/],
  ['an endless name', () => rawZip([{ path: 'a'.repeat(300), content: 'x' }]), /too long/],
  ['a symbolic link', () => rawZip([{ path: 'link', content: '/etc', mode: SYMLINK }]), /symbolic link/],
  ['a device', () => rawZip([{ path: 'dev', content: '', mode: 0o060644 }]), /neither a file nor a folder/],
  [
    'the same file twice',
    () =>
      rawZip([
        { path: 'a', content: '1' },
        { path: 'a', content: '2' },
      ]),
    /twice/,
  ],
  [
    'a file that is a folder too',
    () =>
      rawZip([
        { path: 'a', content: '1' },
        { path: 'a/b', content: '2' },
      ]),
    /both a file and a folder/,
  ],
  ['an encrypted file', () => rawZip([{ path: 'a', content: '1', flags: 1 }]), /encrypted/],
  ['an unknown compression', () => rawZip([{ path: 'a', content: '1', method: 12 }]), /not supported/],
  [
    'a bomb that says how large it is',
    () => rawZip([{ path: 'a', content: Buffer.alloc(4096), size: 0xfffffff0 }]),
    /at most 250 MB/,
  ],
  [
    'a bomb that says it is small',
    () => rawZip([{ path: 'a', data: deflateRawSync(Buffer.alloc(8_000_000)), content: '', size: 10 }]),
    /more than the zip says/,
  ],
  [
    'files that share their bytes',
    () =>
      rawZip([
        { path: 'a', content: 'x'.repeat(100) },
        { path: 'b', content: 'x'.repeat(100), headerAt: 0 },
      ]),
    /shares its bytes/,
  ],
  ['a wrong checksum', () => rawZip([{ path: 'a', content: '1', crc: 1 }]), /"a" is damaged/],
  ['broken compression', () => rawZip([{ path: 'a', content: 'abc', data: Buffer.from('nonsense') }]), /damaged/],
  ['too many entries', () => rawZip(Array.from({ length: 11 }, (_, n) => ({ path: `f${n}`, content: '' }))), /entries/],
  ['text that is no zip', () => Buffer.from('hello there, this is not a zip file at all'), /not a zip file/],
  ['nothing', () => Buffer.alloc(0), /not a zip file/],
];

describe('a zip that is refused', () => {
  it.each(cases)('%s: with a message, and nothing stays on disk', async (name, archive, message) => {
    const limits = { ...CODE_LIMITS, maxEntries: 10 };
    const bytes = archive();
    const error = await unpack(bytes, `refused ${name}`, limits).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ZipError);
    expect((error as Error).message).toMatch(message);
    expect(readdirSync(root, { recursive: true }).filter((path) => String(path).includes(`${name}/`))).toEqual([]);
  });

  it('says what is wrong with any bytes, and only that', async () => {
    const good = writeZip([
      { path: 'index.js', text: 'exports.handler = 1' },
      { path: 'a/b.js', text: 'x'.repeat(1000) },
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 }),
        async (changes) => {
          const bytes = Buffer.from(good);
          for (const [at, byte] of changes) bytes[at] = byte;
          try {
            for (const file of readZip(bytes).files) await file.read();
          } catch (error) {
            expect(error).toBeInstanceOf(ZipError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is also one that is cut off anywhere', () => {
    const good = writeZip([{ path: 'index.js', text: 'exports.handler = 1' }]);
    for (let length = 0; length < good.length; length += 1) {
      expect(() => readZip(good.subarray(0, length)), String(length)).toThrow(ZipError);
    }
  });
});
