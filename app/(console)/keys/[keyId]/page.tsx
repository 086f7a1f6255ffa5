import type { Metadata } from 'next';
import { usageRange } from '@/components/usage/usage-range';
import { apiKeyKeys } from '@/lib/client/api-keys';
import { auditKeys } from '@/lib/client/audit';
import { usagePlanKeys } from '@/lib/client/usage-plans';
import { getApiKey } from '@/lib/control/api-key/get';
import { listApiKeys } from '@/lib/control/api-key/list';
import { listAudit } from '@/lib/control/audit/list';
import { getApiKeyUsage } from '@/lib/control/usage/get-by-key';
import { listUsagePlans } from '@/lib/control/usage-plan/list';
import { Prefetch } from '@/lib/server/prefetch';
import { readOrNull } from '@/lib/server/read';
import { keyAuditFilter } from './audit-filter';
import { KeyPage } from './key-page';

type Props = Readonly<{ params: Promise<{ keyId: string }> }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { keyId } = await params;
  return { title: (await readOrNull(getApiKey, { apiKeyId: keyId }))?.name ?? 'API key' };
}

export default async function Page({ params }: Props) {
  const { keyId } = await params;
  const range = usageRange(30);
  const audit = keyAuditFilter(keyId);
  return (
    <Prefetch
      queries={[
        {
          queryKey: apiKeyKeys.detail(keyId),
          run: (ctx) => getApiKey(ctx, { apiKeyId: keyId }),
          required: true,
        },
        {
          queryKey: apiKeyKeys.usage(keyId, range),
          run: (ctx) => getApiKeyUsage(ctx, { apiKeyId: keyId, ...range }),
        },
        {
          queryKey: apiKeyKeys.list({ rotatedFromId: keyId }),
          run: (ctx) => listApiKeys(ctx, { rotatedFromId: keyId }),
          infinite: true,
        },
        { queryKey: auditKeys.list(audit), run: (ctx) => listAudit(ctx, audit), infinite: true },
        { queryKey: usagePlanKeys.list(), run: (ctx) => listUsagePlans(ctx) },
      ]}
    >
      <KeyPage apiKeyId={keyId} />
    </Prefetch>
  );
}
