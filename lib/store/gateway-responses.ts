import { type GatewayResponseType, gatewayResponseType } from '@/lib/contract/gateway-response';
import type { Db, Tx } from './client';
import type { GatewayResponse } from './generated/sqlite/client';
import { readStringMap } from './json';

/** A customised gateway response; types without a row are at their defaults. */
export interface GatewayResponseRecord {
  readonly responseType: GatewayResponseType;
  readonly statusCode: string | null;
  readonly responseParameters: Record<string, string>;
  readonly responseTemplates: Record<string, string>;
  readonly version: number;
}

export async function listGatewayResponseRecords(db: Db | Tx, restApiId: string): Promise<GatewayResponseRecord[]> {
  return (await db.gatewayResponse.findMany({ where: { restApiId } })).map(toRecord);
}

export async function findGatewayResponse(
  db: Db | Tx,
  restApiId: string,
  responseType: GatewayResponseType,
): Promise<GatewayResponseRecord | undefined> {
  const row = await db.gatewayResponse.findUnique({ where: { restApiId_responseType: { restApiId, responseType } } });
  return row === null ? undefined : toRecord(row);
}

/** Makes the row or writes it anew under its next version. */
export async function putGatewayResponse(
  tx: Tx,
  restApiId: string,
  { responseType, ...settings }: Omit<GatewayResponseRecord, 'version'>,
): Promise<GatewayResponseRecord> {
  const row = await tx.gatewayResponse.upsert({
    where: { restApiId_responseType: { restApiId, responseType } },
    create: { restApiId, responseType, ...settings },
    update: { ...settings, version: { increment: 1 } },
  });
  return toRecord(row);
}

export async function deleteGatewayResponse(
  tx: Tx,
  restApiId: string,
  responseType: GatewayResponseType,
): Promise<void> {
  await tx.gatewayResponse.delete({ where: { restApiId_responseType: { restApiId, responseType } } });
}

function toRecord(row: GatewayResponse): GatewayResponseRecord {
  return {
    responseType: gatewayResponseType.parse(row.responseType),
    statusCode: row.statusCode,
    responseParameters: readStringMap(row.responseParameters),
    responseTemplates: readStringMap(row.responseTemplates),
    version: row.version,
  };
}
