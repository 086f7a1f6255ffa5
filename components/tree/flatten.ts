export interface TreeNode<T> {
  id: string;
  /** Read out, and what typing letters jumps to. */
  label: string;
  data: T;
  children?: readonly TreeNode<T>[];
}

/** A line of the tree as it stands on the screen. */
export interface TreeRow<T> {
  node: TreeNode<T>;
  /** From 1. */
  level: number;
  parentIndex: number | null;
  position: number;
  siblings: number;
  expandable: boolean;
  expanded: boolean;
}

export function flatten<T>(nodes: readonly TreeNode<T>[], expanded: ReadonlySet<string>): TreeRow<T>[] {
  const rows: TreeRow<T>[] = [];
  const visit = (siblings: readonly TreeNode<T>[], level: number, parentIndex: number | null) => {
    for (const [index, node] of siblings.entries()) {
      const expandable = (node.children?.length ?? 0) > 0;
      const open = expandable && expanded.has(node.id);
      const at = rows.length;
      rows.push({
        node,
        level,
        parentIndex,
        position: index + 1,
        siblings: siblings.length,
        expandable,
        expanded: open,
      });
      if (open && node.children) visit(node.children, level + 1, at);
    }
  };
  visit(nodes, 1, null);
  return rows;
}

export function expandableIds<T>(nodes: readonly TreeNode<T>[]): string[] {
  return nodes.flatMap((node) => (node.children?.length ? [node.id, ...expandableIds(node.children)] : []));
}

/** The nodes to open so that this one can be seen. */
export function ancestorIds<T>(nodes: readonly TreeNode<T>[], id: string): string[] | null {
  for (const node of nodes) {
    if (node.id === id) return [];
    const below = node.children && ancestorIds(node.children, id);
    if (below) return [node.id, ...below];
  }
  return null;
}

export type TreeCommand =
  | { kind: 'move'; index: number }
  | { kind: 'expand'; ids: string[] }
  | { kind: 'collapse'; id: string };

/** What a key does (WAI-ARIA tree view pattern); null when the key is not the tree's. */
export function commandFor<T>(key: string, rows: readonly TreeRow<T>[], index: number): TreeCommand | null {
  const row = rows[index];
  if (!row) return null;
  const move = (to: number): TreeCommand => ({ kind: 'move', index: Math.max(0, Math.min(rows.length - 1, to)) });
  switch (key) {
    case 'ArrowDown':
      return move(index + 1);
    case 'ArrowUp':
      return move(index - 1);
    case 'Home':
      return move(0);
    case 'End':
      return move(rows.length - 1);
    case 'PageDown':
      return move(index + 10);
    case 'PageUp':
      return move(index - 10);
    case 'ArrowRight':
      if (!row.expandable) return move(index);
      return row.expanded ? move(index + 1) : { kind: 'expand', ids: [row.node.id] };
    case 'ArrowLeft':
      if (row.expanded) return { kind: 'collapse', id: row.node.id };
      return move(row.parentIndex ?? index);
    case '*': {
      const ids = rows
        .filter((other) => other.parentIndex === row.parentIndex && other.expandable)
        .map(({ node }) => node.id);
      return { kind: 'expand', ids };
    }
    default:
      return null;
  }
}

/** The next row whose label starts with what was typed, after the current one and around the end. */
export function typeAhead<T>(rows: readonly TreeRow<T>[], from: number, typed: string): number | null {
  const wanted = typed.toLowerCase();
  // A first letter looks beyond the current row; a longer text may still mean the current one.
  const start = typed.length === 1 ? from + 1 : from;
  for (let step = 0; step < rows.length; step += 1) {
    const index = (start + step) % rows.length;
    if (rows[index]?.node.label.replace(/^\//, '').toLowerCase().startsWith(wanted.replace(/^\//, ''))) return index;
  }
  return null;
}
