import { z } from 'zod';
import { HTTP_VERBS } from '@/lib/contract/common';
import type { MethodDetail, TestInvokeInput } from '@/lib/contract/method';
import type { TemplateSample } from '@/lib/contract/template-rendering';
import type { TraceDetail } from '@/lib/contract/trace';
import { pathParametersOf } from '../tree/tree-model';

const rows = z.array(z.object({ name: z.string(), value: z.string() }));

/** The sample as a form has it: rows instead of records, which may be half typed. */
export const sampleValues = z.object({
  verb: z.enum(HTTP_VERBS),
  path: rows,
  queryString: z.string(),
  headers: rows,
  body: z.string(),
  stageVariables: rows,
  context: rows,
  integrationBody: z.string(),
});
export type SampleValues = z.output<typeof sampleValues>;

type Method = Pick<MethodDetail, 'httpMethod' | 'path'>;

export function emptySample(method: Method): SampleValues {
  return {
    verb: method.httpMethod === 'ANY' ? 'POST' : method.httpMethod,
    path: pathParametersOf(method.path).map(({ name }) => ({ name, value: '' })),
    ...{ queryString: '', headers: [], body: '', stageVariables: [], context: [], integrationBody: '' },
  };
}

export function toSample(values: SampleValues, direction: 'request' | 'response'): TemplateSample {
  const { verb, path, queryString, headers, body, stageVariables, context, integrationBody } = values;
  return {
    ...{ httpMethod: verb, queryString: queryString.trim().replace(/^\?/, ''), body },
    pathParameters: toRecord(path),
    headers: headers.filter(({ name }) => name.trim() !== ''),
    stageVariables: toRecord(stageVariables),
    context: toRecord(context.map(({ name, value }) => ({ name: name.replace(/^\$?context\./, ''), value }))),
    ...(direction === 'response' ? { integrationBody } : {}),
  };
}

/** Path parameters that the resource has meanwhile are added, empty. */
export function fromSample(sample: TemplateSample, method: Method): SampleValues {
  return {
    verb: sample.httpMethod,
    path: pathParametersOf(method.path).map(({ name }) => ({ name, value: sample.pathParameters[name] ?? '' })),
    ...{ queryString: sample.queryString, headers: sample.headers, body: sample.body },
    stageVariables: toRows(sample.stageVariables),
    context: toRows(sample.context),
    integrationBody: sample.integrationBody ?? '',
  };
}

/** The request of a test invoke; what the backend answered stays as it is. */
export function fromTest(test: TestInvokeInput, method: Method, before: SampleValues): SampleValues {
  const { verb, pathParameters = {}, queryString = '', headers = [], body = '', stageVariables = {} } = test;
  return {
    ...before,
    verb: verb ?? before.verb,
    path: pathParametersOf(method.path).map(({ name }) => ({ name, value: pathParameters[name] ?? '' })),
    ...{ queryString, headers, body, stageVariables: toRows(stageVariables) },
  };
}

/** A recorded request, with what the backend answered where the trace has it. */
export function fromTrace(trace: TraceDetail, method: Method, before: SampleValues): SampleValues {
  const { request, stageVariables, steps, method: sent, stageName } = trace;
  const parameters = new Map(pairsOf(request.pathParameters).map(({ name, value }) => [name, value]));
  const answers = steps.flatMap(({ notes }) => notes).filter(({ label }) => label === 'Endpoint response body');
  return {
    verb: HTTP_VERBS.find((verb) => verb === sent) ?? before.verb,
    path: pathParametersOf(method.path).map(({ name }) => ({ name, value: decoded(parameters.get(name) ?? '') })),
    ...{ queryString: request.query, headers: pairsOf(request.headers), body: request.body },
    stageVariables: toRows(stageVariables),
    context: toRows({ stage: stageName, 'identity.sourceIp': request.sourceIp }),
    integrationBody: answers.at(-1)?.after ?? before.integrationBody,
  };
}

/** Name, value, name, value … */
const pairsOf = (list: readonly string[]): { name: string; value: string }[] =>
  list.flatMap((name, index) => (index % 2 === 0 ? [{ name, value: list[index + 1] ?? '' }] : []));

/** As it is in the path, percent-encoded. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

const toRows = (record: Readonly<Record<string, string>>) =>
  Object.entries(record).map(([name, value]) => ({ name, value }));

function toRecord(list: readonly { name: string; value: string }[]): Record<string, string> {
  return Object.fromEntries(list.flatMap(({ name, value }) => (name.trim() === '' ? [] : [[name.trim(), value]])));
}
