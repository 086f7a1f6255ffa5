import { expect, it } from 'vitest';
import { traceParent, traceRoot, traceSampled } from './trace-header';

const ROOT = '1-5759e988-bd862e3fe1be46a994272793';

it.each([
  [`Root=${ROOT}`, ROOT, undefined, undefined],
  [`Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`, ROOT, '53995c3f42cd8ad8', true],
  [`Self=1-1-1; Root=${ROOT} ;Sampled=0;CalledFrom=app`, ROOT, undefined, false],
  [`root=${ROOT.toUpperCase()}`, ROOT, undefined, undefined],
  [`Root=${ROOT};Sampled=?;Parent=xyz`, ROOT, undefined, undefined],
  ['', undefined, undefined, undefined],
  ['Root=', undefined, undefined, undefined],
  ['Root=2-5759e988-bd862e3fe1be46a994272793', undefined, undefined, undefined],
  ['Root=1-5759e988-bd862e3fe1be46a99427279', undefined, undefined, undefined],
  [`Root=${ROOT}0`, undefined, undefined, undefined],
  [`XRoot=${ROOT}`, undefined, undefined, undefined],
  [`Root=${ROOT};é`, undefined, undefined, undefined],
  [`Root=${ROOT};${'x'.repeat(512)}`, undefined, undefined, undefined],
])('%s', (header, root, parent, sampled) => {
  expect(traceRoot(header)).toBe(root);
  if (root !== undefined) {
    expect(traceParent(header)).toBe(parent);
    expect(traceSampled(header)).toBe(sampled);
  }
});
