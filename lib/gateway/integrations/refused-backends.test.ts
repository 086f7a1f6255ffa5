import { expect, it } from 'vitest';
import { apiOf } from '../testing/definitions';
import { AddressGuard } from '../upstream/address-guard';
import { refusedBackends } from './refused-backends';

const definition = apiOf({
  'GET /public': { integration: { type: 'HTTP_PROXY', uri: 'https://example.com/{x}' } },
  'GET /name': { integration: { type: 'HTTP_PROXY', uri: 'http://orders.internal/' } },
  'GET /loopback': { integration: { type: 'HTTP', uri: 'http://127.0.0.1:8080/{x}?a={y}' } },
  'GET /secure': { integration: { type: 'HTTP', uri: 'https://[::1]/' } },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a stage variable
  'GET /variable': { integration: { type: 'HTTP', uri: 'http://${stageVariables.host}/' } },
  'GET /broken': { integration: { type: 'HTTP', uri: 'not a URI' } },
  'GET /mock': {},
});
const places = (variables: Record<string, string>, allowed: readonly string[] = []) =>
  refusedBackends(definition, variables, new AddressGuard(allowed)).map(({ place }) => place);

it('names the URIs whose host is an address that may not be called', () => {
  expect(places({})).toEqual(['GET /loopback › integration › uri', 'GET /secure › integration › uri']);
  expect(places({ host: '10.0.0.1' })).toContain('GET /variable › integration › uri');
});

it('knows the port that is meant', () => {
  expect(places({}, ['127.0.0.1:8080', '[::1]:443'])).toEqual([]);
  expect(places({}, ['127.0.0.1:80', '[::1]:80'])).toHaveLength(2);
});
