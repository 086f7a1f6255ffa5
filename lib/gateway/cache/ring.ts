// A doubly linked ring with a sentinel: next is the most, prev the least recently used. Nothing is allocated by a move.
export interface Ring {
  next: Ring;
  prev: Ring;
}

export function emptyRing(): Ring {
  const ring = {} as Ring;
  ring.next = ring;
  ring.prev = ring;
  return ring;
}

export function linkFirst(ring: Ring, node: Ring): void {
  node.prev = ring;
  node.next = ring.next;
  ring.next.prev = node;
  ring.next = node;
}

export function unlink(node: Ring): void {
  node.prev.next = node.next;
  node.next.prev = node.prev;
}

/** Everything in `ring` under a sentinel of its own; `ring` is empty then. */
export function detach(ring: Ring): Ring {
  const detached = emptyRing();
  if (ring.next === ring) return detached;
  detached.next = ring.next;
  detached.prev = ring.prev;
  detached.next.prev = detached;
  detached.prev.next = detached;
  ring.next = ring;
  ring.prev = ring;
  return detached;
}
