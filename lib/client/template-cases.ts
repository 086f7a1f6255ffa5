import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { MethodRef } from '@/lib/contract/method';
import type { TemplateCaseDetail, TemplateCaseResult } from '@/lib/contract/template-case';
import type { RenderedTemplate, RenderTemplateInput } from '@/lib/contract/template-rendering';
import { ApiError, fetchJson, toApiError } from './fetcher';
import { methodKeys } from './methods';
import { restApiKeys, restApiPath } from './rest-apis';

export const templateCaseKeys = {
  all: (restApiId: string) => [...restApiKeys.detail(restApiId), 'template-cases'] as const,
  results: (restApiId: string) => [...templateCaseKeys.all(restApiId), 'results'] as const,
};

/** A to Z, of all templates of the API. */
export function useTemplateCases(restApiId: string) {
  return useQuery({
    queryKey: templateCaseKeys.all(restApiId),
    queryFn: ({ signal }) => fetchJson<TemplateCaseDetail[]>(`${restApiPath(restApiId)}/template-cases`, { signal }),
  });
}

/** What the working copy, as it is saved, makes of them. */
export function useTemplateCaseResults(restApiId: string, enabled: boolean) {
  return useQuery({
    queryKey: templateCaseKeys.results(restApiId),
    queryFn: ({ signal }) =>
      fetchJson<TemplateCaseResult[]>(`${restApiPath(restApiId)}/template-cases/results`, { signal }),
    enabled,
  });
}

export type TemplateToRender = Pick<RenderTemplateInput, 'direction' | 'template' | 'sample'>;

/** What the template makes of the sample. While another one is rendered, the one before stays. */
export function useRenderedTemplate(ref: MethodRef, input: TemplateToRender) {
  return useQuery({
    queryKey: [...methodKeys.detail(ref), 'rendering', input],
    queryFn: ({ signal }) => renderTemplate(ref, input, signal),
    placeholderData: keepPreviousData,
    // The same text and sample give the same output; what is typed over is not kept.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 5_000,
  });
}

async function renderTemplate(ref: MethodRef, input: TemplateToRender, signal: AbortSignal): Promise<RenderedTemplate> {
  const { restApiId, resourceId, httpMethod } = ref;
  const path = `${restApiPath(restApiId)}/resources/${encodeURIComponent(resourceId)}/methods/${httpMethod}/rendering`;
  let response: Response;
  try {
    response = await fetch(path, {
      ...{ method: 'POST', credentials: 'same-origin', body: JSON.stringify(input), signal },
      headers: { 'content-type': 'application/json' },
    });
  } catch (cause) {
    if (signal.aborted) throw cause;
    const message = 'The console’s server did not answer. Check that it is running and that you are online.';
    throw new ApiError({ status: 0, code: 'NETWORK', message });
  }
  if (!response.ok) throw await toApiError(response);
  return (await response.json()) as RenderedTemplate;
}
