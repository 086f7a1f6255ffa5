import type { z } from 'zod';
import { DEFAULT_GATEWAY_RESPONSE_TEMPLATES } from '@/lib/contract/gateway-response';
import { isProxy } from '@/lib/contract/method';
import { type EnableCorsResult, enableCorsInput } from '@/lib/contract/resource';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { ConflictError, InvalidInputError } from '@/lib/errors';
import { type Tx, transaction } from '@/lib/store/client';
import { findGatewayResponse, putGatewayResponse } from '@/lib/store/gateway-responses';
import { findMethod, insertMethod, replaceMethod } from '@/lib/store/methods';
import { requireResource } from '@/lib/store/resources';
import { requireRestApi, touchDefinition } from '@/lib/store/rest-apis';
import { ALLOW_ORIGIN, allowOriginOn200, corsHeaders, corsMethod } from './cors';
import { toResourceNode } from './present';

type Settings = z.output<typeof enableCorsInput>;

interface Report {
  readonly changes: string[];
  readonly warnings: string[];
}

/** Everything API Gateway's "Enable CORS" does to one resource; running it again brings it up to date. */
export async function enableCors(ctx: Ctx, input: unknown): Promise<EnableCorsResult> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const settings = parse(enableCorsInput, input);
  const { restApiId, resourceId } = settings;
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const resource = await requireResource(tx, restApiId, resourceId);
    const report: Report = { changes: [], warnings: [] };
    await putPreflight(tx, resource.path, settings, report);
    for (const [index, httpMethod] of settings.methods.entries()) {
      if (httpMethod === 'OPTIONS') continue;
      await allowOrigin(tx, { path: resource.path, httpMethod, index }, settings, report);
    }
    for (const responseType of settings.gatewayResponses) {
      await addToGatewayResponse(tx, responseType, settings, report);
    }
    await touchDefinition(tx, restApiId);
    await recordAudit(tx, ctx, {
      action: 'resource.enable-cors',
      targetType: 'resource',
      targetId: resourceId,
      targetName: resource.path,
      summary: `In ${restApi.name}: origin ${settings.allowOrigin}`,
    });
    return { resource: toResourceNode(await requireResource(tx, restApiId, resourceId)), ...report };
  });
}

async function putPreflight(tx: Tx, path: string, settings: Settings, report: Report): Promise<void> {
  const config = corsMethod(settings, settings.methods);
  const existing = await findMethod(tx, settings.resourceId, 'OPTIONS');
  if (existing === undefined) {
    await insertMethod(tx, settings.resourceId, 'OPTIONS', config);
    report.changes.push(`Created OPTIONS ${path}, which answers preflight requests.`);
    return;
  }
  if (existing.integration !== null && existing.integration.type !== 'MOCK') {
    throw new ConflictError(
      `OPTIONS ${path} already calls a backend. Delete that method first, or let the backend answer preflight requests.`,
    );
  }
  await replaceMethod(tx, existing, config);
  report.changes.push(`Updated OPTIONS ${path}.`);
}

async function allowOrigin(
  tx: Tx,
  { path, httpMethod, index }: { path: string; httpMethod: Settings['methods'][number]; index: number },
  settings: Settings,
  report: Report,
): Promise<void> {
  const method = await findMethod(tx, settings.resourceId, httpMethod);
  if (method === undefined) {
    const message = `There is no method ${httpMethod} on ${path}.`;
    throw new InvalidInputError(message, { [`methods.${index}`]: [message] });
  }
  if (method.integration === null || isProxy(method.integration.type)) {
    report.warnings.push(
      `${httpMethod} ${path} passes its backend’s headers through: the backend has to send ${ALLOW_ORIGIN} itself.`,
    );
    return;
  }
  await replaceMethod(tx, method, allowOriginOn200(method, settings));
  report.changes.push(`${httpMethod} ${path} sends ${ALLOW_ORIGIN} with its 200.`);
  if (!method.integration.integrationResponses.some(({ statusCode }) => statusCode === '200')) {
    report.warnings.push(`${httpMethod} ${path} has no integration response 200 that could send ${ALLOW_ORIGIN}.`);
  }
}

async function addToGatewayResponse(
  tx: Tx,
  responseType: Settings['gatewayResponses'][number],
  settings: Settings,
  report: Report,
): Promise<void> {
  const existing = await findGatewayResponse(tx, settings.restApiId, responseType);
  const headers = Object.entries(corsHeaders(settings, settings.methods)).map(([name, value]) => [
    `gatewayresponse.header.${name}`,
    value,
  ]);
  await putGatewayResponse(tx, settings.restApiId, {
    responseType,
    statusCode: existing?.statusCode ?? null,
    responseParameters: { ...existing?.responseParameters, ...Object.fromEntries(headers) },
    responseTemplates: existing?.responseTemplates ?? { ...DEFAULT_GATEWAY_RESPONSE_TEMPLATES },
  });
  report.changes.push(`${responseType} responses send the same headers.`);
}
