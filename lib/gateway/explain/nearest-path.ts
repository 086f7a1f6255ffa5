// The resource whose path looks most like one that does not exist.

/** Longer paths are not compared: the work is their product. */
const MAX_LENGTH = 256;
const MAX_CANDIDATES = 500;

/** Undefined: none is near. */
export function nearestPath(path: string, resourcePaths: Iterable<string>): string | undefined {
  if (path.length > MAX_LENGTH) return undefined;
  let best: string | undefined;
  // A third of its letters may differ.
  let bestCost = Math.floor(path.length / 3) + 1;
  let looked = 0;
  for (const candidate of resourcePaths) {
    if (candidate === '/' || candidate.length > MAX_LENGTH) continue;
    looked += 1;
    if (looked > MAX_CANDIDATES) break;
    const cost = distance(path.toLowerCase(), filledIn(candidate, path).toLowerCase());
    if (cost < bestCost) {
      best = candidate;
      bestCost = cost;
    }
  }
  return best;
}

/** "/pets/{id}" for "/petz/7" is "/pets/7": a parameter differs from nothing. */
function filledIn(template: string, path: string): string {
  const actual = path.split('/');
  return template
    .split('/')
    .map((segment, index) => (segment.startsWith('{') ? (actual[index] ?? segment) : segment))
    .join('/');
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
