import { describe, expect, it } from 'vitest';
import { ancestorIds, commandFor, expandableIds, flatten, type TreeNode, typeAhead } from './flatten';

const leaf = (id: string): TreeNode<null> => ({ id, label: `/${id}`, data: null });
const nodes: TreeNode<null>[] = [
  {
    id: 'root',
    label: '/',
    data: null,
    children: [
      { id: 'pets', label: '/pets', data: null, children: [leaf('petId')] },
      leaf('stores'),
      { id: 'users', label: '/users', data: null, children: [leaf('userId')] },
    ],
  },
];
const rows = (...expanded: string[]) => flatten(nodes, new Set(expanded));
const ids = (...expanded: string[]) => rows(...expanded).map((row) => row.node.id);

describe('flatten', () => {
  it('shows children only of open nodes whose parents are open', () => {
    expect(ids()).toEqual(['root']);
    expect(ids('pets')).toEqual(['root']);
    expect(ids('root', 'pets')).toEqual(['root', 'pets', 'petId', 'stores', 'users']);
  });

  it('tells level, place among siblings and parent', () => {
    expect(rows('root', 'pets')[3]).toMatchObject({
      level: 2,
      position: 2,
      siblings: 3,
      parentIndex: 0,
      expandable: false,
    });
    expect(rows('root', 'pets')[2]).toMatchObject({ level: 3, parentIndex: 1 });
  });

  it('knows all that can be opened, and what must be to see a node', () => {
    expect(expandableIds(nodes)).toEqual(['root', 'pets', 'users']);
    expect(ancestorIds(nodes, 'userId')).toEqual(['root', 'users']);
    expect(ancestorIds(nodes, 'root')).toEqual([]);
    expect(ancestorIds(nodes, 'nothing')).toBeNull();
  });
});

describe('keys', () => {
  const open = rows('root', 'pets');
  it.each([
    ['ArrowDown', 0, { kind: 'move', index: 1 }],
    ['ArrowDown', 4, { kind: 'move', index: 4 }],
    ['ArrowUp', 0, { kind: 'move', index: 0 }],
    ['End', 0, { kind: 'move', index: 4 }],
    ['PageDown', 0, { kind: 'move', index: 4 }],
    ['ArrowRight', 1, { kind: 'move', index: 2 }],
    ['ArrowRight', 4, { kind: 'expand', ids: ['users'] }],
    ['ArrowRight', 3, { kind: 'move', index: 3 }],
    ['ArrowLeft', 1, { kind: 'collapse', id: 'pets' }],
    ['ArrowLeft', 2, { kind: 'move', index: 1 }],
    ['ArrowLeft', 4, { kind: 'move', index: 0 }],
    ['*', 1, { kind: 'expand', ids: ['pets', 'users'] }],
    ['Tab', 1, null],
  ])('%s at row %i', (key, index, command) => expect(commandFor(key, open, index)).toEqual(command));
});

describe('typing letters', () => {
  const open = rows('root', 'pets', 'users');
  it.each([
    ['p', 0, 1],
    ['p', 1, 2],
    ['p', 2, 1],
    ['pete', 1, null],
    ['peti', 1, 2],
    ['/u', 0, 4],
    ['x', 0, null],
  ])('“%s” from row %i goes to %s', (typed, from, to) => expect(typeAhead(open, from, typed)).toBe(to));
});
