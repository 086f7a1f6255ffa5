/**
 * The line, from 1, on which the value at a JSON pointer begins; undefined where there is none. A scanner, not a parser:
 * the text is known to be JSON.
 */
export function lineOfPointer(text: string, pointer: string): number | undefined {
  const wanted = pointer === '' ? [] : pointer.slice(1).split('/').map(partOf);
  const scan = new Scan(text);
  for (const part of wanted) {
    if (!scan.enter(part)) return undefined;
  }
  return text.slice(0, scan.at).split('\n').length;
}

const partOf = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

class Scan {
  readonly #text: string;
  /** At the first character of a value. */
  at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#skipSpace();
  }

  /** Goes to the member or item of that name. */
  enter(name: string): boolean {
    const open = this.#text[this.at];
    if (open !== '{' && open !== '[') return false;
    this.at += 1;
    for (let index = 0; ; index += 1) {
      this.#skipSpace();
      if (this.at >= this.#text.length || this.#text[this.at] === '}' || this.#text[this.at] === ']') return false;
      const key = open === '{' ? this.#key() : String(index);
      if (key === name) return true;
      this.#skipValue();
      this.#skipSpace();
      if (this.#text[this.at] === ',') this.at += 1;
    }
  }

  #key(): string {
    const from = this.at;
    this.#skipString();
    const quoted = this.#text.slice(from, this.at);
    this.#skipSpace();
    this.at += 1;
    this.#skipSpace();
    return parsed(quoted);
  }

  #skipValue(): void {
    let depth = 0;
    do {
      const character = this.#text[this.at];
      if (character === '"') this.#skipString();
      else {
        if (character === '{' || character === '[') depth += 1;
        if (character === '}' || character === ']') depth -= 1;
        this.at += 1;
      }
    } while (this.at < this.#text.length && (depth > 0 || !/[,\]}]/.test(this.#text[this.at] as string)));
  }

  #skipString(): void {
    this.at += 1;
    while (this.at < this.#text.length && this.#text[this.at] !== '"') this.at += this.#text[this.at] === '\\' ? 2 : 1;
    this.at += 1;
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.at] ?? '')) this.at += 1;
  }
}

function parsed(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}
