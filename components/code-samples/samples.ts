export const KEY_PLACEHOLDER = 'YOUR_API_KEY';

export interface SampleRequest {
  readonly method: string;
  readonly url: string;
  /** Absent: the operation needs no key. */
  readonly apiKey?: string;
}

export const SAMPLE_LANGUAGES = ['curl', 'javascript', 'python'] as const;
export type SampleLanguage = (typeof SAMPLE_LANGUAGES)[number];

const BODY_METHODS = new Set(['POST', 'PUT', 'PATCH']);

/** Paths of an API hold {parameters}: a sample that can be pasted needs something in their place. */
export function fillPath(path: string): string {
  return path.replace(/\{([^}+]+)\+?\}/g, (_, name: string) => (/id$/i.test(name) ? '1' : name));
}

/** The address that works everywhere: names below "localhost" resolve in browsers and curl, not in programs. */
export function callableUrl(urls: { byHost: string; byPath: string }): string {
  return new URL(urls.byHost).hostname.endsWith('.localhost') ? urls.byPath : urls.byHost;
}

export function joinUrl(baseUrl: string, path: string): string {
  const base = baseUrl.replace(/\/+$/, '');
  const rest = path.replace(/^\/+/, '');
  return rest ? `${base}/${rest}` : `${base}/`;
}

export function sample(language: SampleLanguage, request: SampleRequest): string {
  return { curl, javascript, python }[language](request);
}

function curl({ method, url, apiKey }: SampleRequest): string {
  const lines = [`curl ${method === 'GET' ? '' : `-X ${method} `}${shell(url)}`];
  if (apiKey !== undefined) lines.push(`-H ${shell(`x-api-key: ${apiKey}`)}`);
  if (BODY_METHODS.has(method)) lines.push(`-H ${shell('content-type: application/json')}`, `-d ${shell('{}')}`);
  return lines.join(' \\\n  ');
}

function javascript({ method, url, apiKey }: SampleRequest): string {
  const headers = [
    ...(apiKey === undefined ? [] : [`'x-api-key': ${quote(apiKey)}`]),
    ...(BODY_METHODS.has(method) ? [`'content-type': 'application/json'`] : []),
  ];
  const options = [
    ...(method === 'GET' ? [] : [`  method: ${quote(method)},`]),
    ...(headers.length > 0 ? [`  headers: { ${headers.join(', ')} },`] : []),
    ...(BODY_METHODS.has(method) ? ['  body: JSON.stringify({}),'] : []),
  ];
  const call = options.length > 0 ? `fetch(${quote(url)}, {\n${options.join('\n')}\n})` : `fetch(${quote(url)})`;
  return `const response = await ${call};\nif (!response.ok) throw new Error(\`\${response.status} \${await response.text()}\`);\nconsole.log(await response.text());`;
}

function python({ method, url, apiKey }: SampleRequest): string {
  const argumentLines = [
    `    ${JSON.stringify(url)},`,
    ...(apiKey === undefined ? [] : [`    headers={"x-api-key": ${JSON.stringify(apiKey)}},`]),
    ...(BODY_METHODS.has(method) ? ['    json={},'] : []),
    '    timeout=30,',
  ];
  return `import requests\n\nresponse = requests.${method.toLowerCase()}(\n${argumentLines.join('\n')}\n)\nresponse.raise_for_status()\nprint(response.text)`;
}

const shell = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
