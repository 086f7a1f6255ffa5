// An access log's format, compiled when its stage is published: literal text and readers, one after the other.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
//
// What AWS leaves open is what a value may do to the line that holds it. Here it can't leave its place: in a format that
// begins like JSON or XML values are escaped as those do; in all others, quotes and backslashes are escaped, and whatever
// stands beside the variable in the format (a space, a comma, a bracket) can't occur in its value. Lines are ASCII.
import { type LoggedRequest, type LogReader, type LogVariable, logVariable } from './access-log-variables';

/** Without a line break. `status` and `latencyUs` are what the client saw. */
export type AccessLogLine = (it: LoggedRequest, status: number, latencyUs: number) => string;

/** What AWS prints for a variable that has no value. */
const UNSET = '-';
const REFERENCE = /\$context\.([A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*)/g;

type Write = (value: string | undefined) => string;

export function compileAccessLogFormat(format: string): AccessLogLine {
  const text = format.replace(/\r?\n$/, '').replace(/[\r\n]+/g, ' ');
  const style = /^\s*[{[]/.test(text) ? 'json' : /^\s*</.test(text) ? 'xml' : 'text';
  const literals: string[] = [];
  const readers: LogReader[] = [];
  let end = 0;
  let isInString = false;
  let literal = '';
  for (const match of text.matchAll(REFERENCE)) {
    const between = text.slice(end, match.index);
    literal += between;
    if (style === 'json') isInString = endsInString(between, isInString);
    end = match.index + match[0].length;
    const variable = logVariable(match[1] as string);
    const place = { style, isInString, before: text[match.index - 1] ?? '', after: text[end] ?? '' } as const;
    if (variable === undefined) {
      literal += writer('safe', place)(undefined);
      continue;
    }
    literals.push(ascii(literal));
    literal = '';
    readers.push(bind(variable, writer(variable.kind, place)));
  }
  const last = ascii(literal + text.slice(end));
  return (it, status, latencyUs) => {
    let line = '';
    for (let i = 0; i < readers.length; i++) {
      line += (literals[i] as string) + (readers[i] as LogReader)(it, status, latencyUs);
    }
    return line + last;
  };
}

interface Place {
  readonly style: 'json' | 'xml' | 'text';
  /** Of a JSON format: between quotes. */
  readonly isInString: boolean;
  /** The characters next to the variable. */
  readonly before: string;
  readonly after: string;
}

const bind =
  ({ read }: LogVariable, write: Write): LogReader =>
  (it, status, latencyUs) =>
    write(read(it, status, latencyUs));

function writer(kind: LogVariable['kind'], place: Place): Write {
  if (place.style === 'json' && !place.isInString) return bareJson(kind);
  if (kind === 'safe' || kind === 'number') return (value) => (value === undefined || value === '' ? UNSET : value);
  const escaped = place.style === 'json' ? escapeJson : place.style === 'xml' ? escapeXml : textEscaper(place);
  return (value) => (value === undefined || value === '' ? UNSET : escaped(value));
}

/** Outside of quotes a JSON line needs a JSON value: all but numbers get the quotes that the format has not. */
function bareJson(kind: LogVariable['kind']): Write {
  if (kind === 'number') return (value) => value ?? `"${UNSET}"`;
  if (kind === 'json') return (value) => (value === undefined ? `"${UNSET}"` : ascii(value));
  return (value) => (value === undefined || value === '' ? `"${UNSET}"` : `"${escapeJson(value)}"`);
}

/** Whether a position is inside a JSON string, after `text`. */
function endsInString(text: string, before: boolean): boolean {
  let isInString = before;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '"') isInString = !isInString;
  }
  return isInString;
}

const NOT_ASCII = /[^ -~]/;
const NOT_ASCII_ALL = /[^ -~]/g;
const unicodeEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Of what can't be harmed by it: literals, and JSON. */
const ascii = (text: string): string => (NOT_ASCII.test(text) ? text.replace(NOT_ASCII_ALL, unicodeEscape) : text);

const NOT_JSON = /["\\]|[^ -~]/;

function escapeJson(value: string): string {
  return NOT_JSON.test(value) ? ascii(JSON.stringify(value).slice(1, -1)) : value;
}

const NOT_XML = /[<>&"']|[^ -~]/;
const NOT_XML_ALL = /[<>&"']|[^ -~]/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&apos;',
};

function escapeXml(value: string): string {
  if (!NOT_XML.test(value)) return value;
  return value.replace(NOT_XML_ALL, (character) => {
    const code = character.codePointAt(0) as number;
    // XML has no way to write control characters, halves of surrogate pairs and U+FFFE, U+FFFF.
    const isForbidden = code < 0x20 || code === 0x7f || (code >= 0xd800 && code < 0xe000) || (code & 0xfffe) === 0xfffe;
    return ENTITIES[character] ?? (isForbidden ? unicodeEscape(character) : `&#${code};`);
  });
}

function textEscaper({ before, after }: Place): Write {
  const neighbours = [before, after].filter((it) => /^[^A-Za-z0-9"\\]$/.test(it));
  const forbidden = neighbours.map((it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  const some = new RegExp(`["\\\\${forbidden}]|[^ -~]`);
  const all = new RegExp(some, 'g');
  return (value = '') =>
    some.test(value) ? value.replace(all, (it) => (it === '"' || it === '\\' ? `\\${it}` : unicodeEscape(it))) : value;
}
