import { useQuery } from '@tanstack/react-query';
import {
  type FunctionDetail,
  type FunctionLog,
  type FunctionSource,
  type FunctionSummary,
  type InvokeFunctionResult,
  LATEST,
  type ListFunctionsInput,
} from '@/lib/contract/function';
import type { Published } from '@/lib/contract/result';
import { ApiError, fetchJson, toApiError } from './fetcher';

/** Everything of a function hangs under detail(name). */
export const functionKeys = {
  all: ['functions'] as const,
  list: (filter: ListFunctionsInput = {}) => [...functionKeys.all, 'list', filter] as const,
  detail: (functionName: string) => [...functionKeys.all, 'detail', functionName] as const,
  code: (functionName: string, qualifier: string = LATEST) =>
    [...functionKeys.detail(functionName), 'code', qualifier] as const,
  log: (functionName: string) => [...functionKeys.detail(functionName), 'log'] as const,
};

const functionPath = (functionName: string): string => `/api/functions/${encodeURIComponent(functionName)}`;

export function useFunctions() {
  return useQuery({
    queryKey: functionKeys.list(),
    queryFn: ({ signal }) => fetchJson<FunctionSummary[]>('/api/functions', { signal }),
  });
}

export function useFunction(functionName: string) {
  return useQuery({
    queryKey: functionKeys.detail(functionName),
    queryFn: ({ signal }) => fetchJson<FunctionDetail>(functionPath(functionName), { signal }),
  });
}

/** Read again only after a change made here: what is being edited must not be replaced under the cursor. */
export function useFunctionCode(functionName: string, qualifier: string = LATEST) {
  return useQuery({
    queryKey: functionKeys.code(functionName, qualifier),
    queryFn: ({ signal }) =>
      fetchJson<FunctionSource>(`${functionPath(functionName)}/code`, { signal, query: { qualifier } }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
}

export function useFunctionLog(functionName: string, live: boolean) {
  return useQuery({
    queryKey: functionKeys.log(functionName),
    queryFn: ({ signal }) => fetchJson<FunctionLog>(`${functionPath(functionName)}/log`, { signal }),
    refetchInterval: live ? 2_000 : false,
    staleTime: 0,
  });
}

/** Runs the function once; aborting stops waiting, not the function. */
export async function invokeFunction(
  functionName: string,
  qualifier: string,
  payload: string,
  signal: AbortSignal,
): Promise<InvokeFunctionResult> {
  const url = `${functionPath(functionName)}/invocations?qualifier=${encodeURIComponent(qualifier)}`;
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      body: payload,
      signal,
    });
  } catch (cause) {
    throw signal.aborted ? cause : unreachable();
  }
  if (!response.ok) throw await toApiError(response);
  return (await response.json()) as InvokeFunctionResult;
}

/** `fetch` does not tell how much of a body has left: this is XMLHttpRequest's last job. */
export function uploadFunctionCode(
  functionName: string,
  version: number,
  file: Blob,
  onProgress: (share: number) => void,
): Promise<Published<FunctionDetail>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', `${functionPath(functionName)}/code?version=${version}`);
    request.setRequestHeader('content-type', 'application/zip');
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onerror = () => reject(unreachable());
    request.onload = () => {
      const response = new Response(request.responseText, {
        status: request.status,
        headers: {
          'content-type': request.getResponseHeader('content-type') ?? '',
          'x-request-id': request.getResponseHeader('x-request-id') ?? '',
        },
      });
      if (response.ok) resolve(response.json() as Promise<Published<FunctionDetail>>);
      else void toApiError(response).then(reject);
    };
    request.send(file);
  });
}

const unreachable = (): ApiError =>
  new ApiError({
    status: 0,
    code: 'NETWORK',
    message: 'The console’s server did not answer. Check that it is running and that you are online.',
  });
