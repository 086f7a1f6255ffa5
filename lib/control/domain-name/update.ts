import { type DomainName, updateDomainNameInput } from '@/lib/contract/domain-name';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { ConflictError, StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { requireDomainName, sealPrivateKey, writeDomainName } from '@/lib/store/domain-names';
import { bumpRevision } from '@/lib/store/revision';
import { describeDomainName } from './present';
import { checkCertificate, checkTrustStore, readChain } from './read-certificates';

/** Gateways take it up with the next connection; no deployment is needed. */
export async function updateDomainName(ctx: Ctx, input: unknown): Promise<Published<DomainName>> {
  const { accountId } = requireScope(ctx, 'domain-name:write');
  const { domainName: name, version, ...fields } = parse(updateDomainNameInput, input);
  const now = ctx.clock.now();
  const good = fields.certificate === undefined ? undefined : checkCertificate(fields.certificate, name, now);
  const trustStore = typeof fields.trustStore === 'string' ? checkTrustStore(fields.trustStore) : fields.trustStore;
  const domain = await transaction(ctx.db, async (tx) => {
    const before = await requireDomainName(tx, accountId, name);
    if (before.version !== version) throw new StaleEditError(`The custom domain name ${name}`);
    const { endpointType = before.endpointType, securityPolicy = before.securityPolicy } = fields;
    const nextTrustStore = trustStore === undefined ? before.trustStore : trustStore;
    if (nextTrustStore !== null) refuseWithoutTls(good !== undefined || before.certificate !== null, endpointType);
    const said: string[] = [];
    if (endpointType !== before.endpointType) said.push(`endpointType: ${before.endpointType} → ${endpointType}`);
    if (securityPolicy !== before.securityPolicy) {
      said.push(`securityPolicy: ${before.securityPolicy} → ${securityPolicy}`);
    }
    if (good !== undefined) said.push(`certificate replaced by ${good.leaf.fingerprint256}`);
    const isNewStore = nextTrustStore !== before.trustStore;
    if (isNewStore) {
      said.push(
        nextTrustStore === null
          ? 'mutual TLS turned off'
          : `trust store of ${readChain(nextTrustStore).length} certificates`,
      );
    }
    if (said.length > 0) {
      await writeDomainName(tx, before.id, {
        ...{ endpointType, securityPolicy },
        ...(isNewStore
          ? {
              trustStore: nextTrustStore,
              trustStoreVersion: before.trustStoreVersion + (nextTrustStore === null ? 0 : 1),
            }
          : {}),
        ...(good === undefined
          ? {}
          : {
              certificate: good.certificate,
              privateKeySealed: sealPrivateKey(ctx.secrets, before.id, good.privateKey),
              certificateChangedAt: now,
            }),
      });
      await bumpRevision(tx, [{ kind: 'domain-name', entityId: before.id }]);
      await recordAudit(tx, ctx, {
        action: 'domain-name.update',
        targetType: 'domain-name',
        targetId: name,
        targetName: name,
        summary: said.join('; '),
      });
    }
    return describeDomainName(tx, accountId, name, now);
  });
  return { ...domain, publish: await publishChange(ctx) };
}

function refuseWithoutTls(hasCertificate: boolean, endpointType: string): void {
  if (!hasCertificate) throw new ConflictError('Mutual TLS needs TLS: give the domain name a certificate first.');
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
  if (endpointType !== 'REGIONAL') throw new ConflictError('Mutual TLS is for domain names of the type REGIONAL.');
}
