// A template's text and where its lines begin. The text of a string with references in it knows where the string stands.
import type { Place } from './errors';

export class SourceText {
  readonly text: string;
  readonly #base: Place;
  #lineStarts: number[] | null = null;

  constructor(text: string, base: Place = { line: 1, column: 1 }) {
    this.text = text;
    this.#base = base;
  }

  placeAt(offset: number): Place {
    this.#lineStarts ??= lineStartsOf(this.text);
    let [low, high] = [0, this.#lineStarts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const column = offset - (this.#lineStarts[low] ?? 0);
    return { line: this.#base.line + low, column: low === 0 ? this.#base.column + column : column + 1 };
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}
