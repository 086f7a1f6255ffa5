import { describe, expect, it } from 'vitest';
import type { TreeNode } from '@/components/tree/flatten';
import type { ResourceNode } from '@/lib/contract/resource';
import { buildTree, matchTree, moveTargets, pathParametersOf, subtreeOf, type TreeItem } from './tree-model';

const node = (
  id: string,
  parentId: string | null,
  path: string,
  methods: ResourceNode['methods'] = [],
): ResourceNode => ({
  id,
  parentId,
  pathPart: path.slice(path.lastIndexOf('/') + 1),
  path,
  version: 1,
  methods,
});
const get = [{ httpMethod: 'GET', integrationType: 'MOCK', apiKeyRequired: false }] as const;
const nodes = [
  node('proxy', 'root', '/{proxy+}'),
  node('id', 'root', '/{id}'),
  node('root', null, '/'),
  node('pets', 'root', '/pets', [...get]),
  node('pet', 'pets', '/pets/{petId}', [...get]),
  node('photos', 'pet', '/pets/{petId}/photos'),
  node('about', 'root', '/about'),
];

describe('buildTree', () => {
  it('orders siblings as the gateway matches them: static, parameter, greedy', () => {
    expect(outline(buildTree(nodes))).toBe('/(/about,/pets(GET,/{petId}(GET,/photos)),/{id},/{proxy+})');
  });
  it('is nothing without a root', () => {
    expect(buildTree([])).toEqual([]);
  });
});

describe('matchTree', () => {
  it('keeps the way to a match', () => {
    expect(matchTree(nodes, 'photos')).toEqual(new Set(['photos', 'pet', 'pets', 'root']));
  });
  it('finds a method with its path', () => {
    expect(matchTree(nodes, 'get /pets/{')).toEqual(new Set(['pet', 'pets', 'root']));
  });
  it('shows everything for an empty search', () => {
    expect(matchTree(nodes, '  ')).toBeNull();
  });
});

describe('subtreeOf and moveTargets', () => {
  it('takes everything below', () => {
    expect(subtreeOf(nodes, 'pets').map((n) => n.id)).toEqual(['pets', 'pet', 'photos']);
  });
  it('never offers a place below itself or below a greedy parameter', () => {
    expect(moveTargets(nodes, 'pets').map((n) => n.path)).toEqual(['/', '/{id}', '/about']);
  });
});

it('names path parameters', () => {
  expect(pathParametersOf('/pets/{petId}/{proxy+}')).toEqual([
    { name: 'petId', greedy: false },
    { name: 'proxy', greedy: true },
  ]);
});

function outline([item]: readonly TreeNode<TreeItem>[]): string {
  return item ? line(item) : '';
}

function line({ label, data, children = [] }: TreeNode<TreeItem>): string {
  const name = data.kind === 'method' ? data.method.httpMethod : label;
  return children.length === 0 ? name : `${name}(${children.map(line).join(',')})`;
}
