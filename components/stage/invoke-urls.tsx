'use client';

import { UrlRow } from '@/components/stage/url-row';
import type { StageSummary } from '@/lib/contract/stage';

/** Where the stage answers: by host, as API Gateway does, and by path for clients that can't resolve the host. */
export function InvokeUrls({ stage }: Readonly<{ stage: Pick<StageSummary, 'name' | 'invokeUrls'> }>) {
  const { byHost, byPath } = stage.invokeUrls;
  return (
    <dl className="flex flex-col gap-2">
      <UrlRow label="By host" url={byHost} />
      <UrlRow label="By path" url={byPath} />
      <UrlRow label="curl" url={`curl '${byHost}/'`} />
    </dl>
  );
}
