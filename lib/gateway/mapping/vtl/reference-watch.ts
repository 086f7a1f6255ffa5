// What the references of a template give as it is rendered, for who edits it.
import type { Place } from './errors';
import type { VtlValue } from './values';

export interface ReferenceWatch {
  /** Called wherever a reference is read; gives what `walk` finds. Undefined or null: it is unresolved. */
  read(place: Place, walk: () => VtlValue | undefined): VtlValue | undefined;
}
