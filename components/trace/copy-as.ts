import type { TestInvokeInput } from '@/lib/contract/method';
import type { TraceDetail } from '@/lib/contract/trace';

/** What curl sets itself, or the way to us has added. */
const NOT_COPIED = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding']);

type Pair = readonly [name: string, value: string];

export function pairsOf(list: readonly string[]): Pair[] {
  const pairs: Pair[] = [];
  for (let i = 0; i < list.length; i += 2) pairs.push([list[i] ?? '', list[i + 1] ?? '']);
  return pairs;
}

/** The request as a line for the shell. What was masked has to be filled in. */
export function traceAsCurl({ method, path, request, invokeUrl }: TraceDetail): string {
  const verb = method === 'GET' ? '' : method === 'HEAD' ? '--head ' : `-X ${method} `;
  const parts = [`curl ${verb}${quote(`${invokeUrl}${path}${request.query ? `?${request.query}` : ''}`)}`];
  for (const [name, value] of pairsOf(request.headers)) {
    if (!NOT_COPIED.has(name.toLowerCase())) parts.push(`-H ${quote(`${name}: ${value}`)}`);
  }
  if (request.body) parts.push(`--data-raw ${quote(request.body)}`);
  return parts.join(' \\\n  ');
}

/** The same request for the test panel. */
export function traceAsTestCase(trace: TraceDetail): TestInvokeInput {
  const { request, method } = trace;
  return {
    restApiId: trace.restApiId,
    resourceId: trace.resourceId,
    httpMethod: trace.methodKey as TestInvokeInput['httpMethod'],
    verb: method as TestInvokeInput['verb'],
    pathParameters: Object.fromEntries(pairsOf(request.pathParameters).map(([name, value]) => [name, decoded(value)])),
    queryString: request.query,
    headers: pairsOf(request.headers)
      .filter(([name]) => !NOT_COPIED.has(name.toLowerCase()))
      .map(([name, value]) => ({ name, value })),
    body: request.body,
    stageVariables: trace.stageVariables,
  };
}

/**
 * The event that a Lambda proxy integration gets for the request, format 1.0.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html
 */
export function traceAsLambdaEvent(trace: TraceDetail): string {
  const { request, method, path, stageName } = trace;
  const startedAt = new Date(trace.startedAt);
  const headers = pairsOf(request.headers);
  const query = request.query === '' ? [] : [...new URLSearchParams(request.query)];
  const parameters = pairsOf(request.pathParameters).map(([name, value]): Pair => [name, decoded(value)]);
  const event = {
    resource: trace.resourcePath,
    path,
    httpMethod: method,
    headers: lastValues(headers),
    multiValueHeaders: allValues(headers),
    queryStringParameters: query.length === 0 ? null : lastValues(query),
    multiValueQueryStringParameters: query.length === 0 ? null : allValues(query),
    pathParameters: parameters.length === 0 ? null : lastValues(parameters),
    stageVariables: Object.keys(trace.stageVariables).length === 0 ? null : trace.stageVariables,
    requestContext: {
      accountId: trace.accountId,
      apiId: trace.restApiId,
      deploymentId: trace.deploymentId,
      domainName: new URL(trace.invokeUrl).hostname,
      extendedRequestId: trace.extendedRequestId,
      httpMethod: method,
      identity: { sourceIp: request.sourceIp, userAgent: lastValues(headers)['User-Agent'] ?? null },
      path: `/${stageName}${path}`,
      protocol: request.protocol,
      requestId: trace.requestId,
      requestTimeEpoch: startedAt.getTime(),
      resourceId: trace.resourceId,
      resourcePath: trace.resourcePath,
      stage: stageName,
    },
    body: request.body === '' ? null : request.body,
    isBase64Encoded: false,
  };
  return JSON.stringify(event, null, 2);
}

const lastValues = (pairs: readonly Pair[]): Record<string, string> => Object.fromEntries(pairs);

function allValues(pairs: readonly Pair[]): Record<string, string[]> {
  const all = new Map<string, string[]>();
  for (const [name, value] of pairs) all.set(name, [...(all.get(name) ?? []), value]);
  return Object.fromEntries(all);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
