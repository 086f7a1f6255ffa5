'use client';

import { Pause, Play, Rocket, ScrollText } from 'lucide-react';
import Link from 'next/link';
import { type inferParserType, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { PageBody } from '@/components/layout/page-body';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { SectionHeader } from '@/components/ui/page-header';
import { QueryError } from '@/components/ui/query-error';
import { Skeleton } from '@/components/ui/skeleton';
import { StatusDot } from '@/components/ui/status-dot';
import { useRestApi } from '@/lib/client/rest-apis';
import { routes } from '@/lib/client/routes';
import { type StageLogFilter, useStageLog } from '@/lib/client/stage-log';
import { useStage } from '@/lib/client/stages';
import { useDebounced } from '@/lib/client/use-debounced';
import type { StageDetail } from '@/lib/contract/stage';
import { groupLines } from './group-lines';
import { LogFilters } from './log-filters';
import { AccessLines, LogGroups } from './log-groups';
import { logSearchParams } from './search-params';

export function LogsPage({ apiId }: Readonly<{ apiId: string }>) {
  const [search, setSearch] = useQueryStates(logSearchParams);
  const [live, setLive] = useState(true);
  const api = useRestApi(apiId);
  const stages = api.data?.stages;
  const stageName = search.stage || (stages?.[0]?.name ?? '');
  const filter = toFilter(useDebounced(search, 300));
  return (
    <PageBody width="full">
      <SectionHeader title="Logs" description="What the gateway wrote about the requests of a stage. Times are UTC." />
      {stages?.length === 0 ? (
        <Card>
          <EmptyState
            icon={<Rocket />}
            title="Nothing is deployed yet"
            description="A stage’s requests are logged from its first deployment on."
            action={<Button render={<Link href={routes.api(apiId).resources()} />}>Open the API and deploy it</Button>}
          />
        </Card>
      ) : stages === undefined || stageName === '' ? (
        <Skeleton className="h-64" />
      ) : (
        <>
          <LogFilters stages={stages} stageName={stageName} search={search} setSearch={setSearch} />
          <Log
            apiId={apiId}
            stageName={stageName}
            filter={filter}
            live={live}
            setLive={setLive}
            onRequest={(request) => void setSearch({ request, q: null, errors: null })}
          />
        </>
      )}
    </PageBody>
  );
}

const SECONDS = { '15m': 900, '1h': 3600, '24h': 86_400 } as const;

function toFilter(search: inferParserType<typeof logSearchParams>): StageLogFilter {
  const { log: kind, canary, q, request, errors, range, from, to } = search;
  const since = range === 'custom' ? utc(from) : range === 'any' ? undefined : SECONDS[range];
  const until = range === 'custom' ? utc(to) : undefined;
  return {
    kind,
    ...(canary ? { canary: 'true' as const } : {}),
    ...(q ? { text: q } : {}),
    ...(request ? { requestId: request } : {}),
    ...(errors ? { errorsOnly: 'true' as const } : {}),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { to: until }),
  };
}

/** What a field for date and time holds, with or without seconds. */
function utc(local: string): string | undefined {
  const atMs = Date.parse(`${local}Z`);
  return Number.isNaN(atMs) ? undefined : new Date(atMs).toISOString();
}

function Log({
  apiId,
  stageName,
  filter,
  live,
  setLive,
  onRequest,
}: Readonly<{
  apiId: string;
  stageName: string;
  filter: StageLogFilter;
  live: boolean;
  setLive: (live: boolean) => void;
  onRequest: (requestId: string) => void;
}>) {
  const stage = useStage(apiId, stageName);
  const log = useStageLog(apiId, stageName, filter, live);
  if (log.data === undefined) {
    if (log.isError) return <QueryError title="The log could not be read" query={log} />;
    return <Skeleton className="h-64" />;
  }
  const { pages } = log.data;
  const lines = pages.flatMap((page) => page.lines);
  const last = pages.at(-1);
  const newest = pages[0];
  return (
    <section aria-label="Log" aria-busy={log.isPlaceholderData} className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <StatusDot tone={live ? 'success' : 'neutral'} pulse={live} className="text-xs text-muted-foreground">
          {live ? 'Following: new lines show by themselves' : 'Paused'}
        </StatusDot>
        <Button
          variant="outline"
          size="sm"
          onClick={() => {
            if (!live) log.forgetOlder();
            setLive(!live);
          }}
        >
          {live ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />} {live ? 'Pause' : 'Follow'}
        </Button>
      </div>
      {log.isError ? <Alert variant="warning" title={`Not up to date: ${log.error.message}`} /> : null}
      {newest && newest.unseenHosts.length > 0 ? (
        <Alert variant="info" title={`Not shown: what gateways on ${newest.unseenHosts.join(', ')} wrote`}>
          Logs lie in the data directory of the machine that served the request. Read them there.
        </Alert>
      ) : null}
      {newest && newest.droppedLines > 0 ? (
        <Alert
          variant="warning"
          title={`${newest.droppedLines.toLocaleString('en-US')} lines could not be written and are lost`}
        >
          The disk was full or too slow. Requests were served all the same.
        </Alert>
      ) : null}
      {lines.length === 0 ? (
        <NoLines stage={stage.data} filter={filter} hasMore={log.hasNextPage} />
      ) : filter.kind === 'access' ? (
        <AccessLines lines={lines} />
      ) : (
        <LogGroups groups={groupLines(lines)} onRequest={onRequest} />
      )}
      {log.hasNextPage ? (
        <div className="flex flex-wrap items-center justify-center gap-3 text-sm text-muted-foreground">
          {last?.searchedTo ? <span>Searched back to {shortTime(last.searchedTo)}.</span> : null}
          <Button
            variant="outline"
            loading={log.isFetchingNextPage}
            onClick={() => {
              setLive(false);
              void log.fetchNextPage();
            }}
          >
            Older lines
          </Button>
        </div>
      ) : lines.length > 0 ? (
        <p className="text-center text-xs text-muted-foreground">This is where the log begins.</p>
      ) : null}
    </section>
  );
}

const shortTime = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 19)}`;

/** Why there is nothing: the log is off, the filter is narrow, or nobody has called. */
function NoLines({
  stage,
  filter,
  hasMore,
}: Readonly<{ stage: StageDetail | undefined; filter: StageLogFilter; hasMore: boolean }>) {
  if (stage === undefined) return <Skeleton className="h-48" />;
  const { kind, canary: _, ...narrowing } = filter;
  const isFiltered = Object.keys(narrowing).length > 0;
  const isOn =
    kind === 'access'
      ? stage.accessLogEnabled
      : Object.values(stage.methodSettings).some(({ loggingLevel = 'OFF' }) => loggingLevel !== 'OFF');
  if (hasMore)
    return <EmptyState icon={<ScrollText />} title="No line so far" description="There is more to search." />;
  if (isFiltered) {
    return (
      <EmptyState icon={<ScrollText />} title="No line matches" description="Widen the time or clear the filter." />
    );
  }
  if (!isOn) {
    return (
      <EmptyState
        icon={<ScrollText />}
        title={`The ${kind} log is off`}
        description={
          kind === 'execution'
            ? 'Turn it on for the stage, or for one method, to see what happens to requests.'
            : 'Turn it on to have a line about each request.'
        }
        action={
          <Button render={<Link href={routes.api(stage.restApiId).stage(stage.name)} />}>
            Open the settings of {stage.name}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={<ScrollText />}
      title="Nothing has been logged yet"
      description="Lines show up here as soon as somebody calls the stage."
    />
  );
}
