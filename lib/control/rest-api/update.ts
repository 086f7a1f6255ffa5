import {
  ENDPOINT_TYPES,
  type EndpointType,
  type RestApiDetail,
  refusalOfEndpointType,
  updateRestApiInput,
} from '@/lib/contract/rest-api';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { changedFields, summarise } from '@/lib/control/summary';
import { InvalidInputError, StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import {
  binaryMediaTypesOf,
  type RestApiRow,
  requireRestApi,
  vpcEndpointIdsOf,
  writeRestApi,
} from '@/lib/store/rest-apis';
import { describeRestApi } from './present';
import { refuseBrokenPolicy } from './refuse-broken-policy';

/** All but the description is part of deployments: changing it puts the stages behind. */
const DEPLOYED: ReadonlySet<string> = new Set([
  'name',
  'disableExecuteApiEndpoint',
  'binaryMediaTypes',
  'minimumCompressionSize',
  'endpointType',
  'vpcEndpointIds',
  'policy',
]);

export async function updateRestApi(ctx: Ctx, input: unknown): Promise<RestApiDetail> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, version, ...given } = parse(updateRestApiInput, input);
  return transaction(ctx.db, async (tx) => {
    const before = await requireRestApi(tx, accountId, restApiId);
    if (before.version !== version) throw new StaleEditError(`The API ${before.name}`);
    refuseBrokenPolicy(ctx, before, given.policy);
    const fields = withEndpoint(before, given);
    const stored = {
      ...before,
      binaryMediaTypes: binaryMediaTypesOf(before),
      vpcEndpointIds: vpcEndpointIdsOf(before),
    };
    const changed = changedFields(stored, fields);
    if (changed.length === 0) return describeRestApi(tx, before);
    const row = await writeRestApi(tx, restApiId, fields, {
      touchDefinition: changed.some((field) => DEPLOYED.has(field)),
    });
    await recordAudit(tx, ctx, {
      action: 'rest-api.update',
      targetType: 'rest-api',
      targetId: row.id,
      targetName: row.name,
      summary: summarise(stored, fields, changed),
    });
    return describeRestApi(tx, row);
  });
}

interface EndpointFields {
  readonly endpointType?: EndpointType | undefined;
  readonly vpcEndpointIds?: string[] | undefined;
}

/** VPC endpoints are a private API's: one that becomes public lets go of them. */
function withEndpoint<T extends EndpointFields>(before: RestApiRow, fields: T): T {
  const from = ENDPOINT_TYPES.find((type) => type === before.endpointType) ?? 'EDGE';
  const to = fields.endpointType ?? from;
  const refusal = refusalOfEndpointType(from, to);
  if (refusal !== undefined) throw invalid('endpointType', refusal);
  if (to === 'PRIVATE') return fields;
  if ((fields.vpcEndpointIds ?? []).length > 0) {
    throw invalid('vpcEndpointIds', 'Only private APIs have VPC endpoints.');
  }
  return vpcEndpointIdsOf(before).length === 0 ? fields : { ...fields, vpcEndpointIds: [] };
}

const invalid = (field: keyof EndpointFields, message: string) =>
  new InvalidInputError(message, { [field]: [message] });
