// How #break and #stop leave what they are in. Thrown, because what they leave may be a string that is being put together.
import type { LoopScope } from './values';

/** Leaves the innermost #foreach, macro, #define or #evaluate. */
export class Break {}

/** #break($foreach.parent) */
export class LoopStop {
  readonly loop: LoopScope;

  constructor(loop: LoopScope) {
    this.loop = loop;
  }
}

/** #stop */
export class Stop {}

export const BREAK = new Break();
export const STOP = new Stop();
