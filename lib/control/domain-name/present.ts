import type { BasePathMapping, DomainName } from '@/lib/contract/domain-name';
import { DOMAIN_ENDPOINT_TYPES, NO_BASE_PATH } from '@/lib/contract/domain-name';
import { env } from '@/lib/env';
import type { Tx } from '@/lib/store/client';
import { type DomainNameRow, type MappingRow, requireDomainName } from '@/lib/store/domain-names';
import { describeCertificate, endOf, oneLine, readChain, trustStoreWarnings } from './read-certificates';

/** Field by field: what is sealed is not among them. */
export function toDomainName(row: DomainNameRow, now: Date): DomainName {
  const endpointType = DOMAIN_ENDPOINT_TYPES.find((type) => type === row.endpointType) ?? 'REGIONAL';
  return {
    domainName: row.name,
    endpointType,
    securityPolicy: row.securityPolicy,
    domainNameStatus: 'AVAILABLE',
    certificate:
      row.certificate === null
        ? null
        : describeCertificate(readChain(row.certificate), row.certificateChangedAt ?? row.createdAt),
    mutualTlsAuthentication: row.trustStore === null ? null : describeTrustStore(row, row.trustStore, now),
    mappings: row.mappings.map(toMapping),
    url: urlOf(row),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function describeTrustStore({ trustStoreVersion, mappings }: DomainNameRow, pem: string, now: Date) {
  const certificates = readChain(pem);
  const reachable = mappings.filter(({ restApi }) => !restApi.disableExecuteApiEndpoint);
  const names = [...new Set(reachable.map(({ restApi }) => restApi.name))];
  return {
    truststoreVersion: String(trustStoreVersion),
    certificates: certificates.map((it) => ({ subject: oneLine(it.subject), notAfter: endOf(it).toISOString() })),
    truststoreWarnings: [
      ...trustStoreWarnings(certificates, now),
      ...names.map((name) => `${name} can still be called without a certificate, by its default endpoint.`),
    ],
  };
}

function toMapping({ basePath, restApiId, stageName, restApi }: MappingRow): BasePathMapping {
  const isThere = stageName === '' || restApi.stages.some(({ name }) => name === stageName);
  return {
    basePath: basePath === '' ? NO_BASE_PATH : basePath,
    restApiId,
    apiName: restApi.name,
    stageName,
    problem: isThere ? '' : `${restApi.name} has no stage ${stageName}: callers get 403 Forbidden.`,
  };
}

function urlOf({ name, certificate }: DomainNameRow): string {
  const isSecure = certificate !== null && env.gatewayTlsPort !== undefined;
  const port = isSecure ? env.gatewayTlsPort : env.gatewayPort;
  const isUsual = port === (isSecure ? 443 : 80);
  return `${isSecure ? 'https' : 'http'}://${name}${isUsual ? '' : `:${port}`}`;
}

export async function describeDomainName(tx: Tx, accountId: string, name: string, now: Date): Promise<DomainName> {
  return toDomainName(await requireDomainName(tx, accountId, name), now);
}
