import { createDomainNameInput, type DomainName } from '@/lib/contract/domain-name';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { ConflictError, InvalidInputError } from '@/lib/errors';
import { newEntityId } from '@/lib/ids';
import { transaction } from '@/lib/store/client';
import { insertDomainName, isNameTaken, sealPrivateKey } from '@/lib/store/domain-names';
import { bumpRevision } from '@/lib/store/revision';
import { describeDomainName } from './present';
import { checkCertificate } from './read-certificates';

/** Its name is its identity for good, and no other account can have it. */
export async function createDomainName(ctx: Ctx, input: unknown): Promise<Published<DomainName>> {
  const { accountId } = requireScope(ctx, 'domain-name:write');
  const { domainName: name, endpointType, securityPolicy, certificate } = parse(createDomainNameInput, input);
  if (name.includes('.execute-api.')) {
    const message = 'Hosts below execute-api are the gateway’s own. Choose another name.';
    throw new InvalidInputError(message, { domainName: [message] });
  }
  const now = ctx.clock.now();
  const good = certificate === undefined ? undefined : checkCertificate(certificate, name, now);
  const id = newEntityId();
  const domain = await transaction(ctx.db, async (tx) => {
    if (await isNameTaken(tx, accountId, name)) {
      const message = `The domain name ${name} already exists, here or in another account. Choose another name.`;
      throw new ConflictError(message, { domainName: [message] });
    }
    await insertDomainName(tx, {
      ...{ id, accountId, name, endpointType, securityPolicy, createdAt: now },
      certificate: good?.certificate ?? null,
      privateKeySealed: good === undefined ? null : sealPrivateKey(ctx.secrets, id, good.privateKey),
      certificateChangedAt: good === undefined ? null : now,
    });
    await bumpRevision(tx, [{ kind: 'domain-name', entityId: id }]);
    await recordAudit(tx, ctx, {
      action: 'domain-name.create',
      targetType: 'domain-name',
      targetId: name,
      targetName: name,
      summary: good === undefined ? 'Without a certificate' : `Certificate ${good.leaf.fingerprint256}`,
    });
    return describeDomainName(tx, accountId, name, now);
  });
  return { ...domain, publish: await publishChange(ctx) };
}
