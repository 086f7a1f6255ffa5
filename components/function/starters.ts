import type { SourceFile } from '@/lib/contract/function';

export interface Starter {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly files: readonly SourceFile[];
}

const file = (text: string): readonly SourceFile[] => [{ path: 'index.mjs', text }];

/** What a new function begins with. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
export const STARTERS: readonly Starter[] = [
  {
    id: 'hello',
    title: 'Hello world',
    description: 'Answers a proxy integration with JSON.',
    files: file(`export const handler = async (event) => {
  const name = event.queryStringParameters?.name ?? 'world';
  console.log('greeting', name);

  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ message: \`Hello, \${name}!\` }),
  };
};
`),
  },
  {
    id: 'echo',
    title: 'Echo',
    description: 'Shows the event that the gateway sends.',
    files: file(`export const handler = async (event, context) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ requestId: context.awsRequestId, event }, null, 2),
});
`),
  },
  {
    id: 'cors',
    title: 'JSON with CORS',
    description: 'For browsers on other sites. Checks its input.',
    files: file(`const headers = {
  'Content-Type': 'application/json',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'Content-Type,Authorization,X-Api-Key',
  'Access-Control-Allow-Methods': 'GET,POST,OPTIONS',
};

const answer = (statusCode, body) => ({ statusCode, headers, body: JSON.stringify(body) });

export const handler = async (event) => {
  if (event.httpMethod === 'OPTIONS') return { statusCode: 204, headers };

  let input = {};
  try {
    input = JSON.parse(event.body ?? '{}');
  } catch {
    return answer(400, { message: 'The body is not JSON.' });
  }
  return answer(200, { received: input });
};
`),
  },
];
