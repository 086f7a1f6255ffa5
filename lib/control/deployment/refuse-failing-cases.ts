import type { Ctx } from '@/lib/control/context';
import { runCases } from '@/lib/control/template-case/run-cases';
import { ConflictError } from '@/lib/errors';
import type { RestApiDefinition } from '@/lib/gateway/model';
import { listTemplateCaseRecords } from '@/lib/store/template-cases';

/**
 * Runs the API's template cases on what is about to be deployed. Those that fail are refused, each at a "place" of its own
 * ("template case NAME"), or named where the caller goes on in spite of them. A case whose template is gone has nothing to
 * compare and holds nobody up. Without cases this is one look into the database.
 */
export async function refuseFailingCases(
  ctx: Ctx,
  definition: RestApiDefinition,
  { overrides }: { readonly overrides: boolean },
): Promise<readonly string[]> {
  const cases = await listTemplateCaseRecords(ctx.db, definition.id);
  if (cases.length === 0) return [];
  const failing = (await runCases(ctx, definition, cases)).filter(({ outcome }) => outcome === 'failed');
  if (failing.length === 0 || overrides) return failing.map(({ name }) => name);
  const some = failing.slice(0, 3).map(({ name, message }) => `${name}: ${message}`);
  const more = failing.length > some.length ? ` And ${failing.length - some.length} more.` : '';
  throw new ConflictError(
    `${failing.length} of ${cases.length} template cases ${failing.length === 1 ? 'fails' : 'fail'}. ${some.join(' ')}${more} Mend the templates, or deploy anyway with overrideFailingCases.`,
    Object.fromEntries(failing.map(({ name, message }) => [`template case ${name}`, [message]])),
  );
}
