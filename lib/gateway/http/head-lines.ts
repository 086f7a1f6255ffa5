// The part of a head that requests and answers have in common (RFC 9112 §2.2 and §5), read strictly: what two readers
// could understand differently is an error.

const CR = 13;
const LF = 10;
const TAB = 9;
const DELETE = 127;

export const NOT_YET = -1;
export const BAD_BYTE = -2;

/**
 * Index after the empty line that ends a head. Up to `start` it was searched before; `from` is where the head begins.
 * NOT_YET: more must come. BAD_BYTE: a bare line end or another control character than a tab.
 */
export function findHeadEnd(input: Buffer, from: number, start: number): number {
  let previous = start > from ? (input[start - 1] as number) : 0;
  for (let i = start; i < input.length; i++) {
    const byte = input[i] as number;
    if (byte < 32 || byte === DELETE || previous === CR) {
      if (previous === CR ? byte !== LF : byte !== CR && byte !== TAB) return BAD_BYTE;
      if (byte === LF && i - from >= 3 && input[i - 2] === LF) return i + 1;
    }
    previous = byte;
  }
  return NOT_YET;
}

const OTHER = 0;
const CONTENT_LENGTH = 1;
const TRANSFER_ENCODING = 2;
const CONNECTION = 3;
const KEEP_ALIVE = 4;
const EXPECT = 5;

const KINDS: ReadonlyMap<string, number> = new Map([
  ['content-length', CONTENT_LENGTH],
  ['transfer-encoding', TRANSFER_ENCODING],
  ['connection', CONNECTION],
  ['keep-alive', KEEP_ALIVE],
  ['expect', EXPECT],
]);
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const DIGITS = /^\d{1,15}$/;

/** Spellings that are known to be names; the other end chooses them, so there is an end to it. */
const MAX_KNOWN_NAMES = 4096;
const kindByName = new Map<string, number>();

export class HeadLines {
  /** Name, value, name, value … as they came. */
  readonly headers: string[] = [];
  /** -1: not said. */
  contentLength = -1;
  /** Lower case; null: not said. */
  transferEncoding: string | null = null;
  /** Lower case, all of them. */
  connection = '';
  keepAlive = '';
  /** Lower case, all of them; null: not said. */
  expect: string | null = null;

  /**
   * `text`: without the empty line, from `from` on. Line ends are CRLF, and there are no other control characters but tabs.
   * A string says what is wrong.
   */
  read(text: string, from: number): string | undefined {
    let lineEnd = 0;
    for (let at = from; at < text.length; at = lineEnd + 2) {
      lineEnd = text.indexOf('\r\n', at);
      if (lineEnd === -1) lineEnd = text.length;
      const colon = text.indexOf(':', at);
      if (colon === -1 || colon >= lineEnd) return 'a header line without a colon';
      const name = text.slice(at, colon);
      let kind = kindByName.get(name);
      if (kind === undefined) {
        if (!TOKEN.test(name)) return 'a header whose name is not one';
        kind = learn(name);
      }
      const value = trimmed(text, colon + 1, lineEnd);
      this.headers.push(name, value);
      if (kind === OTHER) continue;
      // Some readers take a tab for a part of the value.
      if (kind <= TRANSFER_ENCODING && text.slice(colon, lineEnd).includes('\t')) return 'a tab around its framing';
      const problem = this.#take(kind, value);
      if (problem !== undefined) return problem;
    }
    if (this.transferEncoding !== null && this.contentLength !== -1) return 'both Content-Length and Transfer-Encoding';
    return undefined;
  }

  hasOption(option: string): boolean {
    const { connection } = this;
    // One option is what there nearly always is.
    if (!connection.includes(',')) return connection === option;
    return connection.split(',').some((it) => it.trim() === option);
  }

  #take(kind: number, value: string): string | undefined {
    switch (kind) {
      case CONTENT_LENGTH:
        if (this.contentLength !== -1 || !DIGITS.test(value)) return 'a bad or a second Content-Length';
        this.contentLength = Number(value);
        return undefined;
      case TRANSFER_ENCODING:
        if (this.transferEncoding !== null) return 'a second Transfer-Encoding';
        this.transferEncoding = value.toLowerCase();
        return undefined;
      case CONNECTION:
        this.connection = this.connection === '' ? value.toLowerCase() : `${this.connection},${value.toLowerCase()}`;
        return undefined;
      case KEEP_ALIVE:
        this.keepAlive = value;
        return undefined;
      default:
        this.expect = this.expect === null ? value.toLowerCase() : `${this.expect},${value.toLowerCase()}`;
        return undefined;
    }
  }
}

function learn(name: string): number {
  const kind = KINDS.get(name.toLowerCase()) ?? OTHER;
  // A slice of the head would keep all of it alive.
  if (kindByName.size < MAX_KNOWN_NAMES) kindByName.set(Buffer.from(name, 'latin1').toString('latin1'), kind);
  return kind;
}

/** Without the blanks around it. */
function trimmed(text: string, from: number, to: number): string {
  let start = from;
  let end = to;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

const isBlank = (code: number): boolean => code === 32 || code === 9;
