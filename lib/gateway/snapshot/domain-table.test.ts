import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CompiledDomain, DomainTable } from './domain-table';

const domain = (name: string, ...basePaths: string[]) => ({
  ...{ id: name, accountId: '000000000000', name, endpointType: 'REGIONAL' as const },
  mappings: basePaths.map((basePath) => ({ basePath, apiId: 'api1', stageName: 'prod' })),
});

describe('which domain a host is', () => {
  const table = new DomainTable().with([
    domain('api.example.com'),
    domain('*.example.com'),
    domain('*.deep.example.com'),
  ]);
  it.each([
    ['api.example.com', 'api.example.com'],
    ['API.Example.COM', 'api.example.com'],
    ['other.example.com', '*.example.com'],
    ['a.deep.example.com', '*.deep.example.com'],
    ['a.other.example.com', undefined],
    ['example.com', undefined],
    ['', undefined],
    ['.example.com', undefined],
  ])('%s is %s', (host, name) => {
    expect(table.find(host)?.definition.name).toBe(name);
  });

  it('forgets what was removed', () => {
    expect(table.with([], ['api.example.com']).find('api.example.com')?.definition.name).toBe('*.example.com');
  });
});

describe('which mapping a path takes', () => {
  it.each([
    ['/orders/v1/items/3', 'orders/v1/items'],
    ['/orders/v1/items', 'orders/v1/items'],
    ['/orders/v1/itemsets', 'orders/v1'],
    ['/orders/v2', 'orders'],
    ['/ordersv1', ''],
    ['/', ''],
    ['/Orders', ''],
  ])('%s takes %s', (path, basePath) => {
    expect(new CompiledDomain(domain('a', '', 'orders', 'orders/v1', 'orders/v1/items')).match(path)?.basePath).toBe(
      basePath,
    );
  });

  it('takes none where there is no (none)', () => {
    expect(new CompiledDomain(domain('a', 'orders')).match('/pets')).toBeUndefined();
  });

  it('finds what comparing every base path finds', () => {
    const segments = fc.array(fc.constantFrom('a', 'b', 'ab', ''), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(segments, { maxLength: 6 }), segments, (all, wanted) => {
        const basePaths = [...new Set(all.map((one) => one.filter(Boolean).join('/')))];
        const path = `/${wanted.join('/')}`;
        const longest = basePaths
          .filter((it) => it === '' || path === `/${it}` || path.startsWith(`/${it}/`))
          .sort((a, b) => b.length - a.length)[0];
        expect(new CompiledDomain(domain('a', ...basePaths)).match(path)?.basePath).toBe(longest);
      }),
    );
  });
});
