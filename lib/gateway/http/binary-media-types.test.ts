import { describe, expect, it } from 'vitest';
import { BinaryMediaTypes } from './binary-media-types';

describe('binaryMediaTypes', () => {
  it.each([
    [['image/png'], 'image/png', true],
    [['image/png'], 'Image/PNG; charset=binary', true],
    [['IMAGE/png'], 'image/png', true],
    [['image/png'], 'image/jpeg', false],
    [['image/*'], 'image/jpeg', true],
    [['image/*'], 'imagery/jpeg', false],
    [['image/*'], 'image/*', true],
    [['image/png'], 'image/*', false],
    [['image/*'], '*/*', false],
    [['*/*'], '*/*', true],
    [['*/*'], 'anything/else', true],
    [['*/*'], undefined, true],
    [['application/json'], undefined, true],
    [['image/*'], undefined, false],
    [[], 'image/png', false],
  ])('%j: %s is binary: %s', (list, type, isBinary) => {
    expect(new BinaryMediaTypes(list).matches(type)).toBe(isBinary);
  });

  it('only the first type of Accept counts', () => {
    const types = new BinaryMediaTypes(['image/webp']);
    expect(types.matchesAccept('image/webp,image/*,*/*;q=0.8')).toBe(true);
    expect(types.matchesAccept('text/html, image/webp')).toBe(false);
    expect(types.matchesAccept(undefined)).toBe(false);
  });
});
