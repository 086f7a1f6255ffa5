import { RE2JS } from 're2js';
import { type AuthorizerType, authorizationOf, needsAuthorizer } from '@/lib/contract/authorizer';
import { requestParameterSource } from '@/lib/contract/mapping';
import { callsAws, type Integration, type MethodConfig, withoutStageVariables } from '@/lib/contract/method';
import { isDynamicTemplate, mockStatusCode } from '@/lib/contract/template';
import { pathParameters } from '@/lib/control/resource/rules';
import type { FieldErrors } from '@/lib/errors';

export interface Problem {
  /** As the form names it: "integration.requestParameters.integration.request.header.X". */
  readonly field: string;
  readonly message: string;
}

/** What can only be checked with the whole method and its path in hand. Syntax is the contract's. */
export function checkMethod(path: string, method: MethodConfig): Problem[] {
  const { integration } = method;
  return [
    ...checkRequestParameters(path, method),
    ...repeated(method.methodResponses, 'statusCode').map(
      ({ index, value }): Problem => ({
        field: `methodResponses.${index}.statusCode`,
        message: `There already is a method response ${value}.`,
      }),
    ),
    ...(integration === null
      ? []
      : [
          ...checkSources(path, method, integration),
          ...checkCacheKeys(path, method, integration),
          ...checkBackend(path, integration),
          ...checkResponses(method, integration),
        ]),
  ];
}

/** Whether the models and the validator that a method names are there, in API Gateway's words. */
export function checkParts(
  method: MethodConfig,
  known: {
    readonly models: readonly { readonly name: string }[];
    readonly validators: ReadonlyMap<string, unknown>;
    readonly authorizers: readonly { readonly id: string; readonly type: AuthorizerType }[];
  },
): Problem[] {
  const { requestModels, requestValidatorId, methodResponses } = method;
  const names = new Set(known.models.map(({ name }) => name));
  const unknownModels = (models: Readonly<Record<string, string>>, field: string): Problem[] =>
    Object.entries(models)
      .filter(([, name]) => !names.has(name))
      .map(([mediaType, name]) => ({
        field: `${field}.${mediaType}`,
        message: `Invalid model identifier specified: ${name}`,
      }));
  return [
    ...unknownModels(requestModels, 'requestModels'),
    ...methodResponses.flatMap(({ responseModels }, index) =>
      unknownModels(responseModels, `methodResponses.${index}.responseModels`),
    ),
    ...(requestValidatorId === null || known.validators.has(requestValidatorId)
      ? []
      : [{ field: 'requestValidatorId', message: 'Invalid Request Validator identifier specified' }]),
    ...checkAuthorization(method, known.authorizers),
  ];
}

function checkAuthorization(
  { authorizationType, authorizerId, authorizationScopes }: MethodConfig,
  authorizers: readonly { readonly id: string; readonly type: AuthorizerType }[],
): Problem[] {
  const problems: Problem[] = [];
  const authorizer = authorizers.find(({ id }) => id === authorizerId);
  if (!needsAuthorizer(authorizationType)) {
    if (authorizerId !== null) {
      const message = `Authorization ${authorizationType} asks no authorizer: choose CUSTOM or COGNITO_USER_POOLS.`;
      problems.push({ field: 'authorizerId', message });
    }
  } else if (authorizer === undefined || authorizationOf(authorizer.type) !== authorizationType) {
    problems.push({
      field: 'authorizerId',
      message:
        'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
    });
  }
  if (authorizationScopes.length > 0 && authorizationType !== 'COGNITO_USER_POOLS') {
    problems.push({ field: 'authorizationScopes', message: 'Scopes are for COGNITO_USER_POOLS authorizers only.' });
  }
  return problems;
}

export function toFieldErrors(problems: readonly Problem[]): FieldErrors {
  const errors: Record<string, string[]> = {};
  for (const { field, message } of problems) errors[field] = [...(errors[field] ?? []), message];
  return errors;
}

function checkRequestParameters(path: string, { requestParameters }: MethodConfig): Problem[] {
  const inPath = pathParameters(path);
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const key of Object.keys(requestParameters)) {
    const source = requestParameterSource(key);
    if (source === undefined) continue;
    const field = `requestParameters.${key}`;
    if (source.location === 'path' && !inPath.includes(source.name)) {
      problems.push({ field, message: `The path ${path} has no variable {${source.name}}.` });
    }
    if (seen.has(source.name)) {
      problems.push({ field, message: 'Parameter names must be unique across querystring, header and path' });
    }
    seen.add(source.name);
  }
  return problems;
}

function checkSources(path: string, method: MethodConfig, { requestParameters }: Integration): Problem[] {
  return Object.entries(requestParameters).flatMap(([target, expression]) => {
    const message = undeclared(path, method, expression);
    return message === undefined ? [] : [{ field: `integration.requestParameters.${target}`, message }];
  });
}

function checkCacheKeys(path: string, method: MethodConfig, integration: Integration): Problem[] {
  return integration.cacheKeyParameters.flatMap((key, index) => {
    const message = key.startsWith('integration.')
      ? key in integration.requestParameters
        ? undefined
        : `Nothing is mapped to ${key}: map a value to it first.`
      : undeclared(path, method, key);
    return message === undefined ? [] : [{ field: `integration.cacheKeyParameters.${index}`, message }];
  });
}

/** Variables of the path need no declaration; headers and query parameters do. */
function undeclared(path: string, { requestParameters }: MethodConfig, expression: string): string | undefined {
  const source = requestParameterSource(expression);
  if (source === undefined) return undefined;
  if (source.location === 'path') {
    return pathParameters(path).includes(source.name)
      ? undefined
      : `The path ${path} has no variable {${source.name}}.`;
  }
  const key = `method.request.${source.location}.${source.name}`;
  return key in requestParameters ? undefined : `${key} is not declared: add it to the method request first.`;
}

function checkBackend(path: string, integration: Integration): Problem[] {
  if (integration.type === 'MOCK') {
    const templates = Object.entries(integration.requestTemplates);
    if (templates.length === 0) {
      return [
        {
          field: 'integration.requestTemplates',
          message: 'A mock integration needs a request template that names its status, such as {"statusCode": 200}.',
        },
      ];
    }
    return templates
      .filter(([, template]) => !isDynamicTemplate(template) && mockStatusCode(template) === undefined)
      .map(([mediaType]) => ({
        field: `integration.requestTemplates.${mediaType}`,
        message:
          'Unable to parse statusCode. It should be an integer that is defined in the request template, such as {"statusCode": 200}.',
      }));
  }
  // A function's ARN has no place for path variables; a service's is looked at by the compiler.
  if (callsAws(integration.type)) return [];
  return checkUri(path, integration).map((message) => ({ field: 'integration.uri', message }));
}

function checkUri(path: string, integration: Integration): string[] {
  const uri = withoutStageVariables(integration.uri ?? '');
  const [, authority = ''] = /^https?:\/\/([^/?#]*)/i.exec(uri) ?? [];
  if (/[{}]/.test(authority)) {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what the owner is to write
    return ['The host of a URI can’t hold a {parameter}: use a stage variable, ${stageVariables.NAME}.'];
  }
  if (authority.includes('@')) {
    return ['A URI can’t hold a user name or password: map an Authorization header instead.'];
  }
  const available = new Set([
    ...pathParameters(path),
    ...Object.keys(integration.requestParameters).map((key) => key.replace(/^integration\.request\.path\./, '')),
  ]);
  return pathParameters(uri)
    .filter((name) => !available.has(name))
    .map(
      (name) =>
        `Nothing fills {${name}}: the path ${path} has no such variable, and integration.request.path.${name} is not mapped.`,
    );
}

function checkResponses({ methodResponses }: MethodConfig, { integrationResponses }: Integration): Problem[] {
  const at = (index: number) => `integration.integrationResponses.${index}`;
  const problems: Problem[] = [
    ...repeated(integrationResponses, 'statusCode').map(({ index, value }) => ({
      field: `${at(index)}.statusCode`,
      message: `There already is an integration response ${value}.`,
    })),
    ...repeated(integrationResponses, 'selectionPattern').map(({ index, value }) => ({
      field: `${at(index)}.selectionPattern`,
      message:
        value === ''
          ? 'Another integration response is the default already.'
          : 'Another integration response has this pattern.',
    })),
  ];
  for (const [index, { statusCode, selectionPattern, responseParameters }] of integrationResponses.entries()) {
    const broken = patternProblem(selectionPattern);
    if (broken !== undefined) problems.push({ field: `${at(index)}.selectionPattern`, message: broken });
    const methodResponse = methodResponses.find((response) => response.statusCode === statusCode);
    if (methodResponse === undefined) {
      const message = `There is no method response ${statusCode}: add it to the method response first.`;
      problems.push({ field: `${at(index)}.statusCode`, message });
      continue;
    }
    for (const key of Object.keys(responseParameters)) {
      if (key in methodResponse.responseParameters) continue;
      const message = `The method response ${statusCode} does not declare this header: add it there first.`;
      problems.push({ field: `${at(index)}.responseParameters.${key}`, message });
    }
  }
  return problems;
}

/** Java's syntax, matched in linear time; what the gateway runs. */
export function patternProblem(pattern: string): string | undefined {
  if (pattern === '') return undefined;
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    const detail = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : '';
    return `Not a valid regular expression${detail === '' ? '' : `: ${detail}`}. Backreferences and lookarounds are not supported.`;
  }
}

function repeated<K extends string>(
  items: readonly Readonly<Record<K, string>>[],
  key: K,
): { readonly index: number; readonly value: string }[] {
  return items.flatMap((item, index) =>
    items.findIndex((other) => other[key] === item[key]) < index ? [{ index, value: item[key] }] : [],
  );
}
