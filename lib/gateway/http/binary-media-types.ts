// An API's binaryMediaTypes: what is binary and what is text.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
import { mediaTypeOf } from './media-type';

export class BinaryMediaTypes {
  readonly #names: ReadonlySet<string>;
  /** "image/" of "image/*". */
  readonly #prefixes: readonly string[];
  readonly #isAll: boolean;

  constructor(list: readonly string[]) {
    const names = list.map((it) => it.trim().toLowerCase());
    this.#isAll = names.includes('*/*');
    this.#prefixes = names.filter((it) => it.endsWith('/*') && it !== '*/*').map((it) => it.slice(0, -1));
    this.#names = new Set(names);
  }

  get isEmpty(): boolean {
    return this.#names.size === 0;
  }

  /** A Content-Type; parameters are ignored, absent is application/json. */
  matches(contentType: string | undefined): boolean {
    if (this.#names.size === 0) return false;
    if (this.#isAll) return true;
    const type = mediaTypeOf(contentType);
    return this.#names.has(type) || this.#prefixes.some((prefix) => type.startsWith(prefix));
  }

  /** Only the first media type of an Accept header counts. */
  matchesAccept(accept: string | undefined): boolean {
    return this.matches(accept?.split(',', 1)[0]);
  }
}
