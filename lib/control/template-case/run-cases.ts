import { caseProblem, type TemplateCaseDetail, type TemplateCaseResult } from '@/lib/contract/template-case';
import type { Ctx } from '@/lib/control/context';
import { UnavailableError } from '@/lib/errors';
import type { ResourceDefinition, RestApiDefinition } from '@/lib/gateway/model';

/** A template's budgets end it within a tenth of a second or two; so many that need all of it are not waited for. */
const BUDGET_MS = 20_000;

/** Renders each case with the template that this definition has in its place, and compares. */
export async function runCases(
  ctx: Ctx,
  definition: RestApiDefinition,
  cases: readonly TemplateCaseDetail[],
): Promise<TemplateCaseResult[]> {
  const resources = {
    byId: new Map(definition.resources.map((resource) => [resource.id, resource])),
    byPath: new Map(definition.resources.map((resource) => [resource.path, resource])),
  };
  const startedMs = performance.now();
  const results: TemplateCaseResult[] = [];
  for (const one of cases) {
    // Made again under its path, a resource is the same to those who call it.
    const resource = resources.byId.get(one.resourceId) ?? resources.byPath.get(one.resourcePath);
    const template = findTemplate(resource, one);
    if (resource === undefined || typeof template === 'string') {
      const message = typeof template === 'string' ? template : '';
      results.push(result(one, { outcome: 'orphaned', message, actual: null }));
    } else if (performance.now() - startedMs > BUDGET_MS) {
      const message = 'Not run: the cases before it took more than 20 seconds.';
      results.push(result(one, { outcome: 'failed', message, actual: null }));
    } else results.push(await runCase(ctx, definition, resource, template.text, one));
  }
  return results;
}

async function runCase(
  ctx: Ctx,
  definition: RestApiDefinition,
  resource: ResourceDefinition,
  template: string,
  one: TemplateCaseDetail,
): Promise<TemplateCaseResult> {
  try {
    const rendered = await ctx.runtime.renderTemplate({
      ...{
        apiId: definition.id,
        accountId: definition.accountId,
        resourceId: resource.id,
        resourcePath: resource.path,
      },
      ...{ direction: one.direction, template, sample: one.sample },
    });
    const message = caseProblem(one, rendered);
    return message === undefined
      ? result(one, { outcome: 'passed', message: '', actual: rendered.output })
      : result(one, { outcome: 'failed', message, actual: rendered.output });
  } catch (error) {
    // What could not be tried is not known to work.
    if (!(error instanceof UnavailableError)) throw error;
    return result(one, { outcome: 'failed', message: error.message, actual: null });
  }
}

const result = (
  { id, name, expected }: TemplateCaseDetail,
  rest: Pick<TemplateCaseResult, 'outcome' | 'message' | 'actual'>,
): TemplateCaseResult => ({ templateCaseId: id, name, expected, ...rest });

/** A string says what is missing. */
function findTemplate(
  resource: ResourceDefinition | undefined,
  { resourcePath, httpMethod, direction, statusCode, templateKey }: TemplateCaseDetail,
): { readonly text: string } | string {
  if (resource === undefined) return `There is no resource ${resourcePath} any more.`;
  const place = `${httpMethod} ${resource.path}`;
  const method = resource.methods[httpMethod];
  if (method === undefined) return `There is no method ${place} any more.`;
  const templates =
    direction === 'request'
      ? method.integration?.requestTemplates
      : method.integration?.integrationResponses.find((response) => response.statusCode === statusCode)
          ?.responseTemplates;
  const text = templates !== undefined && Object.hasOwn(templates, templateKey) ? templates[templateKey] : undefined;
  if (text !== undefined) return { text };
  const what = direction === 'request' ? 'request template' : `response template of status ${statusCode}`;
  return `${place} has no ${what} for ${templateKey} any more.`;
}
