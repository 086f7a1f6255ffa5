import type { MethodConfig } from '@/lib/contract/method';
import type { Ctx } from '@/lib/control/context';
import { InvalidInputError } from '@/lib/errors';
import type { RequestValidatorDefinition } from '@/lib/gateway/model';
import { type AuthorizerRecord, listAuthorizerRecords, toAuthorizerDefinitions } from '@/lib/store/authorizers';
import type { Tx } from '@/lib/store/client';
import { type MethodRecord, toMethodDefinition } from '@/lib/store/methods';
import { listModelRecords, type ModelRecord, toModelDefinitions } from '@/lib/store/models';
import { readValidatorDefinitions } from '@/lib/store/request-validators';
import type { ResourceRow } from '@/lib/store/resources';
import { checkMethod, checkParts, type Problem, toFieldErrors } from './rules';

interface MethodParts {
  readonly models: readonly ModelRecord[];
  readonly validators: ReadonlyMap<string, RequestValidatorDefinition>;
  readonly authorizers: readonly AuthorizerRecord[];
}

type Candidate = MethodConfig & Pick<MethodRecord, 'httpMethod'>;

/** Names every problem at its field; the message is the first one, with how many more there are. */
export async function refuseProblems(ctx: Ctx, tx: Tx, resource: ResourceRow, method: Candidate): Promise<void> {
  const { restApiId } = resource;
  const parts = {
    models: await listModelRecords(tx, restApiId),
    authorizers: await listAuthorizerRecords(tx, restApiId),
    validators: await readValidatorDefinitions(tx, restApiId),
  };
  const found = [...checkMethod(resource.path, method), ...checkParts(method, parts)];
  const problems = found.length > 0 ? found : compile(ctx, resource, method, parts);
  const [first] = problems;
  if (first === undefined) return;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  throw new InvalidInputError(`${first.message}${more}`, toFieldErrors(problems));
}

/** The gateway's compiler has the last word, now rather than at the next deploy. Its places are not form fields. */
function compile(ctx: Ctx, { id, path, restApiId }: ResourceRow, method: Candidate, parts: MethodParts): Problem[] {
  const definition = {
    id: restApiId,
    accountId: '',
    name: '',
    apiKeySource: 'HEADER' as const,
    disableExecuteApiEndpoint: false,
    resources: [{ id, path, methods: { [method.httpMethod]: toMethodDefinition(method, parts.validators) } }],
    models: toModelDefinitions(parts.models),
    authorizers: toAuthorizerDefinitions(parts.authorizers),
    gatewayResponses: {},
  };
  const errors = ctx.runtime.validateDefinition(definition, {});
  return errors.map(({ place, message }) => ({
    field: fieldOf(place, method) ?? place,
    message: `${place}: ${message}`,
  }));
}

/** The form's field for a place of the compiler, where there is one: a template's error stands at its editor. */
function fieldOf(place: string, { integration }: Candidate): string | undefined {
  if (place.endsWith(' › authorizationType')) return 'authorizationType';
  if (place.endsWith(' › authorizer')) return 'authorizerId';
  if (place.endsWith(' › integration › uri')) return 'integration.uri';
  if (place.endsWith(' › integration › credentials')) return 'integration.credentials';
  const [, mediaType] = / › integration › request template (\S+)$/.exec(place) ?? [];
  if (mediaType !== undefined) return `integration.requestTemplates.${mediaType}`;
  const [, target] = / › integration › (integration\.request\.\S+)$/.exec(place) ?? [];
  if (target !== undefined) return `integration.requestParameters.${target}`;
  const [, statusCode, part] = / › integration response (\S+) › (.+)$/.exec(place) ?? [];
  const index = integration?.integrationResponses.findIndex((response) => response.statusCode === statusCode) ?? -1;
  if (index === -1 || part === undefined) return undefined;
  const [, responseType] = /^template (\S+)$/.exec(part) ?? [];
  const responses = `integration.integrationResponses.${index}`;
  if (responseType !== undefined) return `${responses}.responseTemplates.${responseType}`;
  if (part.startsWith('method.response.')) return `${responses}.responseParameters.${part}`;
  return part === 'selectionPattern' ? `${responses}.selectionPattern` : undefined;
}
