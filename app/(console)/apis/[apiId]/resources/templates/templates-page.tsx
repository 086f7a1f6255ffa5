'use client';

import { FileQuestion, FlaskConical } from 'lucide-react';
import Link from 'next/link';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { PageBody } from '@/components/layout/page-body';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { ApiError } from '@/lib/client/fetcher';
import { useMethod } from '@/lib/client/methods';
import { routes } from '@/lib/client/routes';
import { useTemplateCases } from '@/lib/client/template-cases';
import { METHOD_KEYS } from '@/lib/contract/common';
import type { TemplateCaseDetail } from '@/lib/contract/template-case';
import { TEMPLATE_DIRECTIONS } from '@/lib/contract/template-rendering';
import { CaseList } from './case-list';
import { placeKey, placeProblem, type TemplatePlace } from './template-place';
import { Workbench } from './workbench';
import { WorkbenchSkeleton } from './workbench-skeleton';

/** What is open lives in the URL, so that a template, or a case, can be linked to. */
const params = {
  resource: parseAsString,
  method: parseAsStringLiteral(METHOD_KEYS),
  direction: parseAsStringLiteral(TEMPLATE_DIRECTIONS).withDefault('request'),
  status: parseAsString,
  key: parseAsString.withDefault('application/json'),
  case: parseAsString,
};

export function TemplatesPage({ apiId }: Readonly<{ apiId: string }>) {
  const [query, setQuery] = useQueryStates(params, { history: 'push' });
  const { data: cases, error } = useTemplateCases(apiId);
  const chosen = query.case === null ? undefined : cases?.find(({ name }) => name === query.case);
  const place = placeIn(query, chosen);
  if (place === undefined) {
    return (
      <PageBody>
        <h2 className="text-base font-medium">Template cases</h2>
        {!cases && error ? <ErrorState title="The cases could not be loaded" description={error.message} /> : null}
        {!cases && !error ? <Skeleton className="h-40" /> : null}
        {cases?.length === 0 ? (
          <EmptyState
            icon={<FlaskConical />}
            title="No cases yet"
            description="A case says what a mapping template must make of a sample. Open a template from its method’s integration request or response to write one; every deploy runs them."
            action={
              <Button variant="outline" render={<Link href={routes.api(apiId).resources()} />}>
                Open resources
              </Button>
            }
          />
        ) : null}
        {cases && cases.length > 0 ? <CaseList apiId={apiId} cases={cases} /> : null}
      </PageBody>
    );
  }
  return (
    <Opened
      key={placeKey(place)}
      apiId={apiId}
      place={place}
      cases={cases ?? []}
      chosen={chosen ?? null}
      onChoose={(name) => void setQuery({ case: name })}
    />
  );
}

/** A link to a case needs nothing but its name. */
function placeIn(
  query: { resource: string | null; method: TemplatePlace['httpMethod'] | null; status: string | null } & {
    direction: TemplatePlace['direction'];
    key: string;
  },
  chosen: TemplateCaseDetail | undefined,
): TemplatePlace | undefined {
  const { resource, method, direction, status, key } = query;
  if (resource === null || method === null) return chosen;
  const statusCode = direction === 'request' ? null : (status ?? '200');
  return { resourceId: resource, httpMethod: method, direction, statusCode, templateKey: key };
}

function Opened({
  apiId,
  place,
  cases,
  chosen,
  onChoose,
}: Readonly<{
  apiId: string;
  place: TemplatePlace;
  cases: readonly TemplateCaseDetail[];
  chosen: TemplateCaseDetail | null;
  onChoose: (name: string | null) => void;
}>) {
  const { resourceId, httpMethod } = place;
  const { data: method, error, refetch, isFetching } = useMethod({ restApiId: apiId, resourceId, httpMethod });
  if (!method && error) {
    if (!(error instanceof ApiError) || error.status !== 404) {
      return (
        <ErrorState
          title="The method could not be loaded"
          description={error.message}
          requestId={error instanceof ApiError ? error.requestId : null}
          onRetry={() => void refetch()}
          retrying={isFetching}
        />
      );
    }
    return (
      <Gone
        apiId={apiId}
        cases={cases}
        title="There is no such method"
        description="It was deleted since this link was made."
      />
    );
  }
  if (!method) return <WorkbenchSkeleton />;
  const { integration } = method;
  if (integration === null) {
    return (
      <Gone
        apiId={apiId}
        cases={cases}
        title="The method has no integration"
        description="Give it one first: templates are part of it."
      />
    );
  }
  const whole = { ...method, integration };
  const problem = placeProblem(whole, place);
  if (problem !== undefined)
    return <Gone apiId={apiId} cases={cases} title="There is no template here" description={problem} />;
  return (
    <Workbench
      apiId={apiId}
      method={whole}
      place={place}
      cases={cases}
      chosen={chosen}
      onChoose={onChoose}
      onReload={async () => {
        const fresh = (await refetch()).data ?? method;
        return { ...fresh, integration: fresh.integration ?? integration };
      }}
    />
  );
}

function Gone({
  apiId,
  cases,
  title,
  description,
}: Readonly<{ apiId: string; cases: readonly TemplateCaseDetail[]; title: string; description: string }>) {
  return (
    <PageBody>
      <EmptyState
        icon={<FileQuestion />}
        title={title}
        description={description}
        size="sm"
        action={
          <Button variant="outline" render={<Link href={routes.api(apiId).resources()} />}>
            Open resources
          </Button>
        }
      />
      {cases.length > 0 ? <CaseList apiId={apiId} cases={cases} /> : null}
    </PageBody>
  );
}
