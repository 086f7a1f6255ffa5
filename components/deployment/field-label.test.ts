import { expect, it } from 'vitest';
import { fieldLabel, fieldValue, isDefault } from './field-label';

it.each([
  ['apiKeyRequired', 'API key required'],
  ['requestParameters.method.request.querystring.page.size', 'Query parameter page.size'],
  ['integration.requestParameters.integration.request.header.X-Tenant', 'Mapping to header X-Tenant'],
  ['integration.requestTemplates.application/json', 'Request template application/json'],
  ['integration.integrationResponses.404', 'Integration response 404'],
  ['integration.integrationResponses.404.selectionPattern', 'Integration response 404: selection pattern'],
  [
    'integration.integrationResponses.200.responseParameters.method.response.header.ETag',
    'Integration response 200: header ETag',
  ],
  ['methodResponses.200.responseParameters.method.response.header.ETag', 'Method response 200: header ETag'],
  ['responseParameters.gatewayresponse.header.Retry-After', 'Header Retry-After'],
  ['requestValidator.validateRequestBody', 'Validates the body'],
  ['requestModels.application/json', 'Request model application/json'],
  ['methodResponses.200.responseModels.application/json', 'Method response 200: model application/json'],
  ['somethingNew.inside', 'somethingNew.inside'],
])('calls %s “%s”', (name, label) => {
  expect(fieldLabel(name)).toBe(label);
});

it('words true and false', () => {
  expect(fieldValue('requestParameters.method.request.header.a', 'true')).toBe('required');
  expect(fieldValue('apiKeyRequired', 'false')).toBe('no');
  expect(fieldValue('integration.uri', 'http://x')).toBe('http://x');
  expect(fieldValue('apiKeyRequired', null)).toBeNull();
});

it('knows what nobody set', () => {
  expect(isDefault('integration.timeoutInMillis', '29000')).toBe(true);
  expect(isDefault('integration.timeoutInMillis', '1500')).toBe(false);
  expect(isDefault('integration.uri', null)).toBe(false);
});
