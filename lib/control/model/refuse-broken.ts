import { lineOfPointer } from '@/lib/contract/json-lines';
import type { Ctx } from '@/lib/control/context';
import { InvalidInputError } from '@/lib/errors';
import type { CompileError, RestApiDefinition } from '@/lib/gateway/model';
import { type ModelRecord, toModelDefinitions } from '@/lib/store/models';

type Candidate = Pick<ModelRecord, 'restApiId' | 'name' | 'contentType' | 'description' | 'schema'>;

/** Refuses a schema that the gateway could not compile, or that would break a model that refers to it. */
export function refuseBroken(ctx: Ctx, candidate: Candidate, others: readonly ModelRecord[]): void {
  const errors = ctx.runtime.validateDefinition(definitionWith(candidate, others), {});
  const [first] = errors;
  if (first === undefined) return;
  const messages = errors.map((error) => sentence(error, candidate));
  throw new InvalidInputError(sentence(first, candidate), { schema: messages });
}

/** The models, and one method that has the new one compiled. */
function definitionWith(candidate: Candidate, others: readonly ModelRecord[]): RestApiDefinition {
  const { restApiId, name, contentType, description, schema } = candidate;
  const models = toModelDefinitions(others.filter((other) => other.name !== name));
  return {
    id: restApiId,
    accountId: '',
    name: '',
    apiKeySource: 'HEADER',
    disableExecuteApiEndpoint: false,
    gatewayResponses: {},
    models: { ...models, [name]: { contentType, description, schema } },
    resources: [
      {
        id: 'root',
        path: '/',
        methods: {
          POST: {
            authorizationType: 'NONE',
            apiKeyRequired: false,
            operationName: '',
            requestParameters: {},
            requestModels: { [contentType]: name },
            requestValidator: { name: '', validateRequestBody: true, validateRequestParameters: false },
            methodResponses: {},
            integration: {
              type: 'MOCK',
              requestParameters: {},
              requestTemplates: { 'application/json': '{"statusCode": 200}' },
              passthroughBehavior: 'WHEN_NO_MATCH',
              timeoutInMillis: 29_000,
              cacheKeyParameters: [],
              integrationResponses: [],
            },
          },
        },
      },
    ],
  };
}

/** "Line 5: …", or what another model would lose. */
function sentence({ place, message }: CompileError, { name, schema }: Candidate): string {
  const [, model, pointer = ''] = /model ([A-Za-z0-9]+)(?: › (\/.*))?$/.exec(place) ?? [];
  if (model !== name) return `${place}: ${message}`;
  const line = pointer === '' ? undefined : lineOfPointer(schema, pointer);
  return line === undefined ? message : `Line ${line}: ${message}`;
}
