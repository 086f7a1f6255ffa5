import {
  basePathMappingInput,
  basePathMappingRef,
  type DomainName,
  NO_BASE_PATH,
  updateBasePathMappingInput,
} from '@/lib/contract/domain-name';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { ConflictError, LimitExceededError, NotFoundError } from '@/lib/errors';
import { type Tx, transaction } from '@/lib/store/client';
import {
  type DomainNameRow,
  deleteMappingRow,
  insertMapping,
  type MappingRow,
  requireDomainName,
  writeMapping,
} from '@/lib/store/domain-names';
import { requireRestApi } from '@/lib/store/rest-apis';
import { bumpRevision } from '@/lib/store/revision';
import { requireStage } from '@/lib/store/stages';
import { describeDomainName } from './present';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const MAX_MAPPINGS = 200;

/** Served at once: a mapping is no part of deployments. */
export async function createBasePathMapping(ctx: Ctx, input: unknown): Promise<Published<DomainName>> {
  const { domainName, basePath, restApiId, stageName } = parse(basePathMappingInput, input);
  return change(ctx, domainName, 'create-mapping', async (tx, domain) => {
    await requireTarget(tx, domain.accountId, restApiId, stageName);
    refuseTaken(domain, basePath);
    if (domain.mappings.length >= MAX_MAPPINGS) {
      throw new LimitExceededError(`A custom domain name has at most ${MAX_MAPPINGS} mappings.`);
    }
    await insertMapping(tx, { domainNameId: domain.id, basePath, restApiId, stageName });
    return `${shown(basePath)} → ${target(restApiId, stageName)}`;
  });
}

export async function updateBasePathMapping(ctx: Ctx, input: unknown): Promise<Published<DomainName>> {
  const { domainName, basePath, ...fields } = parse(updateBasePathMappingInput, input);
  return change(ctx, domainName, 'update-mapping', async (tx, domain) => {
    const before = requireMapping(domain, basePath);
    const next = {
      basePath: fields.newBasePath ?? basePath,
      restApiId: fields.restApiId ?? before.restApiId,
      stageName: fields.stageName ?? before.stageName,
    };
    await requireTarget(tx, domain.accountId, next.restApiId, next.stageName);
    if (next.basePath !== basePath) refuseTaken(domain, next.basePath);
    await writeMapping(tx, before.id, next);
    const from = `${shown(basePath)} → ${target(before.restApiId, before.stageName)}`;
    return `${from} is now ${shown(next.basePath)} → ${target(next.restApiId, next.stageName)}`;
  });
}

export async function deleteBasePathMapping(ctx: Ctx, input: unknown): Promise<Published<DomainName>> {
  const { domainName, basePath } = parse(basePathMappingRef, input);
  return change(ctx, domainName, 'delete-mapping', async (tx, domain) => {
    await deleteMappingRow(tx, requireMapping(domain, basePath).id);
    return shown(basePath);
  });
}

async function change(
  ctx: Ctx,
  name: string,
  verb: string,
  run: (tx: Tx, domain: DomainNameRow) => Promise<string>,
): Promise<Published<DomainName>> {
  const { accountId } = requireScope(ctx, 'domain-name:write');
  const domain = await transaction(ctx.db, async (tx) => {
    const before = await requireDomainName(tx, accountId, name);
    const summary = await run(tx, before);
    await bumpRevision(tx, [{ kind: 'domain-name', entityId: before.id }]);
    await recordAudit(tx, ctx, {
      action: `domain-name.${verb}`,
      targetType: 'domain-name',
      targetId: name,
      targetName: name,
      summary,
    });
    return describeDomainName(tx, accountId, name, ctx.clock.now());
  });
  return { ...domain, publish: await publishChange(ctx) };
}

function requireMapping({ name, mappings }: DomainNameRow, basePath: string): MappingRow {
  const mapping = mappings.find((it) => it.basePath === basePath);
  if (mapping === undefined) throw new NotFoundError(`The base path ${shown(basePath)} of ${name}`);
  return mapping;
}

function refuseTaken({ name, mappings }: DomainNameRow, basePath: string): void {
  if (!mappings.some((it) => it.basePath === basePath)) return;
  const message = `Base path already exists for this domain name: ${name} maps ${shown(basePath)}.`;
  throw new ConflictError(message, { basePath: [message] });
}

async function requireTarget(tx: Tx, accountId: string, restApiId: string, stageName: string): Promise<void> {
  await requireRestApi(tx, accountId, restApiId);
  if (stageName !== '') await requireStage(tx, restApiId, stageName);
}

const shown = (basePath: string): string => (basePath === '' ? NO_BASE_PATH : basePath);
const target = (restApiId: string, stageName: string): string =>
  stageName === '' ? `${restApiId}, stage in the path` : `${restApiId}/${stageName}`;
