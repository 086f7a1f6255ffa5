import { MAX_RESOURCES } from '@/lib/contract/resource';
import { ConflictError, InvalidInputError, LimitExceededError } from '@/lib/errors';

export interface Node {
  readonly id: string;
  readonly parentId: string | null;
  readonly pathPart: string;
  readonly path: string;
}

/** Names of the variables in a path: "/pets/{petId}/{proxy+}" → petId, proxy. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{([^{}+]+)\+?\}/g)].map(([, name]) => name ?? '');
}

export function joinPath(parentPath: string, pathPart: string): string {
  return parentPath === '/' ? `/${pathPart}` : `${parentPath}/${pathPart}`;
}

export function refuseWhenFull(nodes: readonly Node[]): void {
  if (nodes.length >= MAX_RESOURCES) {
    throw new LimitExceededError(`An API has at most ${MAX_RESOURCES} resources. Remove one first.`);
  }
}

/** Whether a resource may stand under this parent; the wording is API Gateway's where it has one. */
export function checkPlace(
  nodes: readonly Node[],
  parent: Node,
  pathPart: string,
  moved?: { readonly id: string; readonly isParent: boolean; readonly parametersBelow: readonly string[] },
): void {
  if (isGreedy(parent.pathPart)) {
    throw invalid('parentId', `Cannot create a child of a resource with a greedy path variable: ${parent.pathPart}`);
  }
  if (moved?.isParent && isGreedy(pathPart)) {
    throw invalid(
      'pathPart',
      `A greedy path variable must be the last part of a path, and ${pathPart} would have children.`,
    );
  }
  const siblings = nodes.filter(({ id, parentId }) => parentId === parent.id && id !== moved?.id);
  if (siblings.some((sibling) => sibling.pathPart === pathPart)) {
    const message = `Another resource with the same parent already has this name: ${pathPart}`;
    throw new ConflictError(message, { pathPart: [message] });
  }
  const variable = siblings.find((sibling) => isVariable(sibling.pathPart));
  if (variable !== undefined && isVariable(pathPart)) {
    throw invalid(
      'pathPart',
      `A sibling (${variable.pathPart}) of this resource already has a variable path part -- only one is allowed`,
    );
  }
  const names = [...pathParameters(joinPath(parent.path, pathPart)), ...(moved?.parametersBelow ?? [])];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw invalid('pathPart', `The path would hold the variable {${twice}} twice: give one of them another name.`);
  }
}

/** A resource with everything below it. */
export function subtree<N extends Node>(nodes: readonly N[], rootId: string): N[] {
  const children = byParent(nodes);
  const found = nodes.filter(({ id }) => id === rootId);
  for (const node of found) found.push(...(children.get(node.id) ?? []));
  return found;
}

/** Display order: each resource before its children; children static first, then variables, A to Z. */
export function sortTree<N extends Node>(nodes: readonly N[]): N[] {
  const children = byParent(nodes);
  const visit = (node: N): N[] => [node, ...[...(children.get(node.id) ?? [])].sort(byPathPart).flatMap(visit)];
  return (children.get(null) ?? []).flatMap(visit);
}

function byParent<N extends Node>(nodes: readonly N[]): ReadonlyMap<string | null, N[]> {
  const children = new Map<string | null, N[]>();
  for (const node of nodes) children.set(node.parentId, [...(children.get(node.parentId) ?? []), node]);
  return children;
}

function byPathPart(a: Node, b: Node): number {
  return Number(isVariable(a.pathPart)) - Number(isVariable(b.pathPart)) || a.pathPart.localeCompare(b.pathPart);
}

const isVariable = (pathPart: string): boolean => pathPart.startsWith('{');
const isGreedy = (pathPart: string): boolean => pathPart.endsWith('+}');

function invalid(field: string, message: string): InvalidInputError {
  return new InvalidInputError(message, { [field]: [message] });
}
