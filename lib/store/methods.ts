import { authorizationType } from '@/lib/contract/authorizer';
import { type MethodKey, methodKey } from '@/lib/contract/common';
import {
  contentHandling,
  type Integration,
  integrationType,
  type MethodConfig,
  passthroughBehavior,
  responseTransferMode,
} from '@/lib/contract/method';
import { NotFoundError } from '@/lib/errors';
import type { MethodDefinition, RequestValidatorDefinition } from '@/lib/gateway/model';
import { newUuid } from '@/lib/ids';
import type { Db, Tx } from './client';
import type { Prisma } from './generated/sqlite/client';
import { readBooleanMap, readStringList, readStringMap } from './json';

/** A method with all that is edited as one with it. */
export interface MethodRecord extends MethodConfig {
  readonly id: string;
  readonly resourceId: string;
  readonly httpMethod: MethodKey;
  readonly version: number;
}

export const METHOD_PARTS = {
  methodResponses: true,
  integration: { include: { integrationResponses: true } },
} satisfies Prisma.MethodInclude;
type MethodRow = Prisma.MethodGetPayload<{ include: typeof METHOD_PARTS }>;
type IntegrationRow = NonNullable<MethodRow['integration']>;

export async function requireMethod(db: Db | Tx, resourceId: string, httpMethod: MethodKey): Promise<MethodRecord> {
  const method = await findMethod(db, resourceId, httpMethod);
  if (method === undefined) throw new NotFoundError(`The method ${httpMethod}`);
  return method;
}

export async function findMethod(
  db: Db | Tx,
  resourceId: string,
  httpMethod: MethodKey,
): Promise<MethodRecord | undefined> {
  const row = await db.method.findUnique({
    where: { resourceId_httpMethod: { resourceId, httpMethod } },
    include: METHOD_PARTS,
  });
  return row === null ? undefined : toMethodRecord(row);
}

export async function insertMethod(
  tx: Tx,
  resourceId: string,
  httpMethod: MethodKey,
  settings: MethodConfig,
): Promise<MethodRecord> {
  const id = newUuid();
  await tx.method.create({ data: { id, resourceId, httpMethod, ...methodColumns(settings) }, select: { id: true } });
  await insertParts(tx, id, settings);
  return requireMethod(tx, resourceId, httpMethod);
}

/** Writes all of a method anew under its next version. */
export async function replaceMethod(tx: Tx, method: MethodRecord, settings: MethodConfig): Promise<MethodRecord> {
  await tx.integration.deleteMany({ where: { methodId: method.id } });
  await tx.methodResponse.deleteMany({ where: { methodId: method.id } });
  await tx.method.update({
    where: { id: method.id },
    data: { ...methodColumns(settings), version: { increment: 1 } },
    select: { id: true },
  });
  await insertParts(tx, method.id, settings);
  return requireMethod(tx, method.resourceId, method.httpMethod);
}

async function insertParts(tx: Tx, methodId: string, { methodResponses, integration }: MethodConfig): Promise<void> {
  if (methodResponses.length > 0) {
    await tx.methodResponse.createMany({ data: methodResponses.map((response) => ({ methodId, ...response })) });
  }
  if (integration === null) return;
  const {
    integrationResponses,
    httpMethod,
    uri,
    cacheNamespace,
    contentHandling: handling,
    responseTransferMode: transferMode,
    tlsConfig,
    credentials,
    ...rest
  } = integration;
  await tx.integration.create({
    data: {
      methodId,
      ...rest,
      httpMethod: httpMethod ?? null,
      uri: uri ?? null,
      credentials: credentials ?? null,
      cacheNamespace: cacheNamespace ?? null,
      contentHandling: handling ?? null,
      responseTransferMode: transferMode ?? null,
      insecureSkipVerification: tlsConfig?.insecureSkipVerification ?? null,
    },
    select: { methodId: true },
  });
  if (integrationResponses.length > 0) {
    await tx.integrationResponse.createMany({
      data: integrationResponses.map((response) => ({ integrationId: methodId, ...response })),
    });
  }
}

function methodColumns({
  authorizationType,
  authorizerId,
  authorizationScopes,
  apiKeyRequired,
  operationName,
  requestParameters,
  requestModels,
  requestValidatorId,
}: MethodConfig) {
  return {
    ...{ authorizationType, authorizerId, authorizationScopes },
    ...{ apiKeyRequired, operationName, requestParameters, requestModels, requestValidatorId },
  };
}

export function toMethodRecord(row: MethodRow): MethodRecord {
  return {
    id: row.id,
    resourceId: row.resourceId,
    httpMethod: methodKey.parse(row.httpMethod),
    version: row.version,
    authorizationType: authorizationType.parse(row.authorizationType),
    authorizerId: row.authorizerId,
    authorizationScopes: readStringList(row.authorizationScopes),
    apiKeyRequired: row.apiKeyRequired,
    operationName: row.operationName,
    requestParameters: readBooleanMap(row.requestParameters),
    requestModels: readStringMap(row.requestModels),
    requestValidatorId: row.requestValidatorId,
    methodResponses: row.methodResponses
      .map(({ statusCode, responseParameters, responseModels }) => ({
        statusCode,
        responseParameters: readBooleanMap(responseParameters),
        responseModels: readStringMap(responseModels),
      }))
      .sort(byStatusCode),
    integration: row.integration === null ? null : toIntegration(row.integration),
  };
}

function toIntegration(row: IntegrationRow): Integration {
  return {
    type: integrationType.parse(row.type),
    ...(row.httpMethod === null ? {} : { httpMethod: methodKey.parse(row.httpMethod) }),
    ...(row.uri === null ? {} : { uri: row.uri }),
    ...(row.credentials === null ? {} : { credentials: row.credentials }),
    requestParameters: readStringMap(row.requestParameters),
    requestTemplates: readStringMap(row.requestTemplates),
    passthroughBehavior: passthroughBehavior.parse(row.passthroughBehavior),
    ...(row.contentHandling === null ? {} : { contentHandling: contentHandling.parse(row.contentHandling) }),
    timeoutInMillis: row.timeoutInMillis,
    ...(row.responseTransferMode === null
      ? {}
      : { responseTransferMode: responseTransferMode.parse(row.responseTransferMode) }),
    ...(row.insecureSkipVerification === null
      ? {}
      : { tlsConfig: { insecureSkipVerification: row.insecureSkipVerification } }),
    ...(row.cacheNamespace === null ? {} : { cacheNamespace: row.cacheNamespace }),
    cacheKeyParameters: readStringList(row.cacheKeyParameters),
    integrationResponses: row.integrationResponses
      .map(({ statusCode, selectionPattern, responseParameters, responseTemplates, ...row }) => ({
        statusCode,
        selectionPattern,
        responseParameters: readStringMap(responseParameters),
        responseTemplates: readStringMap(responseTemplates),
        ...(row.contentHandling === null ? {} : { contentHandling: contentHandling.parse(row.contentHandling) }),
      }))
      .sort(byStatusCode),
  };
}

const byStatusCode = (a: { statusCode: string }, b: { statusCode: string }) => a.statusCode.localeCompare(b.statusCode);

export async function deleteMethodRow(tx: Tx, methodId: string): Promise<void> {
  await tx.method.delete({ where: { id: methodId }, select: { id: true } });
}

/** A method in the data plane's own types, with its validator looked up by id. */
export function toMethodDefinition(
  { integration, methodResponses, ...method }: MethodConfig,
  validators: ReadonlyMap<string, RequestValidatorDefinition>,
): MethodDefinition {
  const requestValidator = validators.get(method.requestValidatorId ?? '');
  return {
    authorizationType: method.authorizationType,
    ...(method.authorizerId === null ? {} : { authorizerId: method.authorizerId }),
    ...(method.authorizationScopes.length === 0 ? {} : { authorizationScopes: method.authorizationScopes }),
    apiKeyRequired: method.apiKeyRequired,
    operationName: method.operationName,
    requestParameters: method.requestParameters,
    requestModels: method.requestModels,
    ...(requestValidator === undefined ? {} : { requestValidator }),
    methodResponses: Object.fromEntries(methodResponses.map(({ statusCode, ...response }) => [statusCode, response])),
    ...(integration === null ? {} : { integration }),
  };
}
