import type { TreeNode } from '@/components/tree/flatten';
import { METHOD_KEYS } from '@/lib/contract/common';
import type { ResourceNode } from '@/lib/contract/resource';

export type ResourceMethod = ResourceNode['methods'][number];

/** A line of the tree: a resource, or one of its methods. */
export type TreeItem =
  | { readonly kind: 'resource'; readonly resource: ResourceNode }
  | { readonly kind: 'method'; readonly resource: ResourceNode; readonly method: ResourceMethod };

export const methodItemId = (resourceId: string, httpMethod: string) => `${resourceId}:${httpMethod}`;

/**
 * A resource's methods come before the resources below it; those in the order in which the gateway tries them: static
 * segments, parameters, the greedy one. `shown`: only these resources.
 */
export function buildTree(
  nodes: readonly ResourceNode[],
  shown: ReadonlySet<string> | null = null,
): readonly TreeNode<TreeItem>[] {
  const byParent = new Map<string | null, ResourceNode[]>();
  for (const node of nodes) {
    if (shown && !shown.has(node.id)) continue;
    byParent.set(node.parentId, [...(byParent.get(node.parentId) ?? []), node]);
  }
  const build = (resource: ResourceNode): TreeNode<TreeItem> => ({
    id: resource.id,
    label: resource.parentId === null ? '/' : `/${resource.pathPart}`,
    data: { kind: 'resource', resource },
    children: [
      ...[...resource.methods].sort(byVerb).map((method) => ({
        id: methodItemId(resource.id, method.httpMethod),
        label: `${method.httpMethod} ${resource.path}`,
        data: { kind: 'method' as const, resource, method },
      })),
      ...(byParent.get(resource.id) ?? []).sort(bySegment).map(build),
    ],
  });
  return (byParent.get(null) ?? []).map(build);
}

/** The nodes to show while searching: matches and the way to them. Null: everything. */
export function matchTree(nodes: readonly ResourceNode[], search: string): ReadonlySet<string> | null {
  const needle = search.trim().toLowerCase();
  if (!needle) return null;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const shown = new Set<string>();
  for (const node of nodes) {
    if (!matches(node, needle)) continue;
    for (let at: ResourceNode | undefined = node; at && !shown.has(at.id); at = byId.get(at.parentId ?? '')) {
      shown.add(at.id);
    }
  }
  return shown;
}

/** A resource with everything below it: what deleting or moving it takes along. */
export function subtreeOf(nodes: readonly ResourceNode[], resourceId: string): readonly ResourceNode[] {
  const found: ResourceNode[] = [];
  const wanted = new Set([resourceId]);
  // Parents are shorter than their children, so one pass over paths by length sees each parent first.
  for (const node of [...nodes].sort((a, b) => a.path.length - b.path.length)) {
    if (!wanted.has(node.id) && !wanted.has(node.parentId ?? '')) continue;
    wanted.add(node.id);
    found.push(node);
  }
  return found;
}

/** Where a resource may be moved to: not below itself, not below a greedy parameter. */
export function moveTargets(nodes: readonly ResourceNode[], resourceId: string): readonly ResourceNode[] {
  const own = new Set(subtreeOf(nodes, resourceId).map((node) => node.id));
  return nodes
    .filter((node) => !own.has(node.id) && !isGreedy(node.pathPart))
    .sort((a, b) => a.path.localeCompare(b.path));
}

export function isGreedy(pathPart: string): boolean {
  return pathPart.endsWith('+}');
}

export function joinPath(parentPath: string, pathPart: string): string {
  return parentPath === '/' ? `/${pathPart}` : `${parentPath}/${pathPart}`;
}

/** Names of the parameters in a path: "/pets/{petId}/{proxy+}" → petId, proxy. */
export function pathParametersOf(path: string): readonly { name: string; greedy: boolean }[] {
  return [...path.matchAll(/\{([^}+]+)(\+?)\}/g)].map((match) => ({ name: match[1] ?? '', greedy: match[2] === '+' }));
}

/** "3 resources and 5 methods". */
export function countSubtree(nodes: readonly ResourceNode[]): { resources: number; methods: number } {
  return { resources: nodes.length, methods: nodes.reduce((sum, node) => sum + node.methods.length, 0) };
}

function matches(node: ResourceNode, needle: string): boolean {
  return (
    node.path.toLowerCase().includes(needle) ||
    node.methods.some((method) => `${method.httpMethod} ${node.path}`.toLowerCase().includes(needle))
  );
}

function byVerb(a: ResourceMethod, b: ResourceMethod): number {
  return METHOD_KEYS.indexOf(a.httpMethod) - METHOD_KEYS.indexOf(b.httpMethod);
}

function bySegment(a: ResourceNode, b: ResourceNode): number {
  return rank(a.pathPart) - rank(b.pathPart) || a.pathPart.localeCompare(b.pathPart);
}

function rank(pathPart: string): number {
  if (!pathPart.startsWith('{')) return 0;
  return isGreedy(pathPart) ? 2 : 1;
}
