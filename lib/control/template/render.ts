import { type RenderedTemplate, renderTemplateInput } from '@/lib/contract/template-rendering';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { InvalidInputError } from '@/lib/errors';
import { requireResource } from '@/lib/store/resources';
import { requireRestApi } from '@/lib/store/rest-apis';

/** Renders a template as it is being written; nothing is called or kept, so those who may look may try. */
export async function renderTemplate(ctx: Ctx, input: object, body: () => Promise<Buffer>): Promise<RenderedTemplate> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  const { restApiId, resourceId, direction, template, sample } = parse(renderTemplateInput, {
    ...jsonOf(await body()),
    ...input,
  });
  await requireRestApi(ctx.db, accountId, restApiId);
  const { path } = await requireResource(ctx.db, restApiId, resourceId);
  return ctx.runtime.renderTemplate({
    ...{ apiId: restApiId, accountId, resourceId, resourcePath: path, direction, template, sample },
  });
}

function jsonOf(body: Buffer): object {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below.
  }
  throw new InvalidInputError('The body must be a JSON object.');
}
