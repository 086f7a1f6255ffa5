import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { restApiKeys } from '@/lib/client/rest-apis';
import { getRestApi } from '@/lib/control/rest-api/get';
import { Prefetch } from '@/lib/server/prefetch';
import { readOrNull } from '@/lib/server/read';
import { ApiFrame } from './api-frame';

type Props = Readonly<{ params: Promise<{ apiId: string }>; children: ReactNode }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { apiId } = await params;
  const name = (await readOrNull(getRestApi, { restApiId: apiId }))?.name ?? 'API';
  return { title: { default: name, template: `%s · ${name} · Gatehouse` } };
}

export default async function ApiLayout({ params, children }: Props) {
  const { apiId } = await params;
  return (
    <Prefetch
      queries={[
        {
          queryKey: restApiKeys.detail(apiId),
          run: (ctx) => getRestApi(ctx, { restApiId: apiId }),
          required: true,
        },
      ]}
    >
      <ApiFrame apiId={apiId}>{children}</ApiFrame>
    </Prefetch>
  );
}
