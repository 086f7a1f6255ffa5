// Finds the route of a request: per segment static > {param} > {proxy+}, going back to the next best when a branch has
// no answer for the method. Seen on AWS: with POST /test and OPTIONS /{proxy+}, "OPTIONS /test" reaches the greedy
// resource, while ANY on /test/any beats OPTIONS on /{proxy+}.
import type { PathTemplate } from './path-template';

export interface PathMatch<T> {
  readonly value: T;
  /** Values of the template's parameters in its order, percent-encoded as they came. */
  readonly pathValues: readonly string[];
}

const NO_VALUES: readonly string[] = [];

/** Built once when a definition is compiled, then only read. */
export class PathTrie<T> {
  readonly #root = new Node<T>();
  /** Whole paths without parameters: the common case costs one lookup. */
  readonly #literal = new Map<string, Leaf<T>>();

  /** False: another route has this method on the same path (parameter names do not tell paths apart). */
  add(template: PathTemplate, methodKey: string, value: T): boolean {
    let node = this.#root;
    for (const segment of template.segments) {
      if (segment.kind === 'greedy') {
        node.greedy ??= new Leaf();
        return node.greedy.add(methodKey, value);
      }
      node = segment.kind === 'static' ? node.staticChild(segment.text) : node.paramChild();
    }
    node.leaf ??= new Leaf();
    if (template.paramNames.length === 0) this.#literal.set(template.path, node.leaf);
    return node.leaf.add(methodKey, value);
  }

  /** `path` is what follows the stage: raw, percent-encoded, without the query. */
  match(method: string, path: string): PathMatch<T> | null {
    const literal = this.#literal.get(path)?.find(method);
    if (literal !== undefined) return { value: literal, pathValues: NO_VALUES };
    // One trailing slash is ignored; inner empty segments stay: only a greedy variable can hold them.
    const end = path.length > 1 && path.charCodeAt(path.length - 1) === SLASH ? path.length - 1 : path.length;
    const values: string[] = [];
    const value = this.#walk(this.#root, method, path, path.charCodeAt(0) === SLASH ? 1 : 0, end, values);
    return value === undefined ? null : { value, pathValues: values.length === 0 ? NO_VALUES : values };
  }

  /** `values` holds the parameters of the branch under way; a branch that fails takes its own off again. */
  #walk(node: Node<T>, method: string, path: string, from: number, end: number, values: string[]): T | undefined {
    if (from >= end) return node.leaf?.find(method);
    let cut = path.indexOf('/', from);
    if (cut === -1 || cut > end) cut = end;
    if (cut > from) {
      const segment = path.slice(from, cut);
      const next = cut === end ? end : cut + 1;
      // "/a//" is "/a/" and an empty segment, which no static part or parameter takes.
      const endsEmpty = cut < end && next === end;
      if (!endsEmpty) {
        const child = node.statics?.get(segment.includes('%') ? decodeSegment(segment) : segment);
        if (child !== undefined) {
          const found = this.#walk(child, method, path, next, end, values);
          if (found !== undefined) return found;
        }
        if (node.param !== null) {
          values.push(segment);
          const found = this.#walk(node.param, method, path, next, end, values);
          if (found !== undefined) return found;
          values.pop();
        }
      }
    }
    const found = node.greedy?.find(method);
    if (found !== undefined) values.push(path.slice(from, end));
    return found;
  }
}

const SLASH = 47;

class Node<T> {
  statics: Map<string, Node<T>> | null = null;
  param: Node<T> | null = null;
  greedy: Leaf<T> | null = null;
  leaf: Leaf<T> | null = null;

  staticChild(text: string): Node<T> {
    this.statics ??= new Map();
    let child = this.statics.get(text);
    if (child === undefined) {
      child = new Node();
      this.statics.set(text, child);
    }
    return child;
  }

  paramChild(): Node<T> {
    this.param ??= new Node();
    return this.param;
  }
}

class Leaf<T> {
  readonly #byMethod = new Map<string, T>();
  #any: T | undefined;

  add(methodKey: string, value: T): boolean {
    if (methodKey === 'ANY') {
      if (this.#any !== undefined) return false;
      this.#any = value;
      return true;
    }
    if (this.#byMethod.has(methodKey)) return false;
    this.#byMethod.set(methodKey, value);
    return true;
  }

  /** A specific method on the same resource beats ANY; ANY means the seven methods that API Gateway knows. */
  find(method: string): T | undefined {
    const specific = this.#byMethod.get(method);
    if (specific !== undefined || this.#any === undefined) return specific;
    return ANY_METHODS.has(method) ? this.#any : undefined;
  }
}

const ANY_METHODS: ReadonlySet<string> = new Set(['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']);

/** Bytes that are not UTF-8 match no static part: those are ASCII. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
