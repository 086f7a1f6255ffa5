// HTTP_PROXY: the backend's headers as the client gets them.
import type { HeaderList } from '../http/message';
import { PROXY_RENAMES, type ResponseRenames } from './header-rules';

/** Spellings remembered; backends choose them, so there is an end to it. */
const MAX_KNOWN_SPELLINGS = 4096;
const nameBySpelling = new Map<string, string | null>();

/** What the client sees, with application/json where the backend says nothing. */
export function proxyResponseHeaders(backendHeaders: HeaderList): string[] {
  const headers: string[] = [];
  let hasContentType = false;
  for (let i = 0; i < backendHeaders.length; i += 2) {
    const spelling = backendHeaders[i] as string;
    let name = nameBySpelling.get(spelling);
    if (name === undefined) name = learn(spelling, PROXY_RENAMES);
    if (name === null) continue;
    if (!hasContentType && name.length === 12) {
      hasContentType = name === 'Content-Type' || name === 'content-type' || name.toLowerCase() === 'content-type';
    }
    headers.push(name, backendHeaders[i + 1] as string);
  }
  if (!hasContentType) headers.push('Content-Type', 'application/json');
  return headers;
}

function learn(spelling: string, renames: ResponseRenames): string | null {
  const renamed = renames.get(spelling.toLowerCase());
  const name = renamed === undefined ? spelling : renamed;
  if (nameBySpelling.size < MAX_KNOWN_SPELLINGS) nameBySpelling.set(spelling, name);
  return name;
}
