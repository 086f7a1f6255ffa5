import type { Metadata } from 'next';
import { methodKeys } from '@/lib/client/methods';
import { templateCaseKeys } from '@/lib/client/template-cases';
import { methodRef } from '@/lib/contract/method';
import type { Ctx } from '@/lib/control/context';
import { getMethod } from '@/lib/control/method/get';
import { listTemplateCases } from '@/lib/control/template-case/list';
import { Prefetch } from '@/lib/server/prefetch';
import { TemplatesPage } from './templates-page';

export const metadata: Metadata = { title: 'Template workbench' };

type Props = Readonly<{
  params: Promise<{ apiId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}>;

export default async function Templates({ params, searchParams }: Props) {
  const { apiId } = await params;
  const { resource, method } = await searchParams;
  const ref = methodRef.safeParse({ restApiId: apiId, resourceId: resource, httpMethod: method }).data;
  return (
    <Prefetch
      queries={[
        { queryKey: templateCaseKeys.all(apiId), run: (ctx) => listTemplateCases(ctx, { restApiId: apiId }) },
        ...(ref ? [{ queryKey: methodKeys.detail(ref), run: (ctx: Ctx) => getMethod(ctx, ref) }] : []),
      ]}
    >
      <TemplatesPage apiId={apiId} />
    </Prefetch>
  );
}
