import type { Metadata } from 'next';
import { functionKeys } from '@/lib/client/functions';
import { getFunction } from '@/lib/control/function/get';
import { getFunctionCode } from '@/lib/control/function/get-code';
import { Prefetch } from '@/lib/server/prefetch';
import { FunctionPage } from './function-page';

type Props = Readonly<{ params: Promise<{ functionName: string }> }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).functionName) };
}

export default async function Page({ params }: Props) {
  const functionName = decodeURIComponent((await params).functionName);
  return (
    <Prefetch
      queries={[
        {
          queryKey: functionKeys.detail(functionName),
          run: (ctx) => getFunction(ctx, { functionName }),
          required: true,
        },
        { queryKey: functionKeys.code(functionName), run: (ctx) => getFunctionCode(ctx, { functionName }) },
      ]}
    >
      <FunctionPage functionName={functionName} />
    </Prefetch>
  );
}
