'use client';

import { CodeSamples } from '@/components/code-samples/code-samples';
import { callableUrl, fillPath, joinUrl } from '@/components/code-samples/samples';
import { useStage } from '@/lib/client/stages';
import { useUsagePlans } from '@/lib/client/usage-plans';

/** A call that the key can make now: on the first stage of its first plan. Nothing while there is none. */
export function KeyCallSample({
  usagePlanIds,
  apiKey,
}: Readonly<{ usagePlanIds: readonly string[]; apiKey?: string }>) {
  const plans = useUsagePlans();
  const stage = plans.data?.filter((plan) => usagePlanIds.includes(plan.id)).flatMap((plan) => plan.stages)[0];
  if (!stage) return null;
  return <StageSample restApiId={stage.restApiId} stageName={stage.stageName} apiKey={apiKey} />;
}

function StageSample({
  restApiId,
  stageName,
  apiKey,
}: Readonly<{ restApiId: string; stageName: string; apiKey?: string }>) {
  const stage = useStage(restApiId, stageName);
  if (!stage.data) return null;
  return (
    <CodeSamples
      method="GET"
      url={joinUrl(callableUrl(stage.data.invokeUrls), fillPath(samplePath(stage.data.routes)))}
      apiKey={apiKey}
    />
  );
}

/** A route that answers a plain GET, one without parameters before one with. */
export function samplePath(routes: readonly { path: string; method: string }[]): string {
  const readable = routes.filter((route) => route.method === 'GET' || route.method === 'ANY');
  return (readable.find((route) => !route.path.includes('{')) ?? readable[0])?.path ?? '/';
}
