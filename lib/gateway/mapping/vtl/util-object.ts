// $util: the six functions that mapping templates have.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#util-template-reference
import { javaNumberText } from '../java-number';
import { JsonSyntaxError, readJson } from '../read-json';
import { isNumber } from './numbers';
import { HostError, type HostMeter, HostObject, type VtlValue } from './values';

type UtilFunction = (text: string) => VtlValue;

/** Stateless: one serves all templates. */
export class UtilObject extends HostObject {
  get(): undefined {
    return undefined;
  }

  override call(name: string, args: readonly VtlValue[], meter: HostMeter): VtlValue | undefined {
    const run = FUNCTIONS.get(name);
    const text = textArgument(args);
    if (run === undefined || text === undefined) return undefined;
    meter.spendCharacters(text.length * COST);
    return run(text);
  }

  text(): string {
    return '';
  }
}

/** Each looks at a character more than once. */
const COST = 4;

function textArgument(args: readonly VtlValue[]): string | undefined {
  if (args.length !== 1) return undefined;
  const value = args[0];
  if (typeof value === 'string') return value;
  if (isNumber(value)) return javaNumberText(value);
  return typeof value === 'boolean' ? String(value) : undefined;
}

const NAMED_ESCAPES: ReadonlyMap<string, string> = new Map([
  ...([
    ['\b', '\\b'],
    ['\n', '\\n'],
    ['\t', '\\t'],
    ['\f', '\\f'],
    ['\r', '\\r'],
  ] as const),
  ...(["'", '"', '\\', '/'] as const).map((char) => [char, `\\${char}`] as const),
]);

/** As Commons Lang does it: quotes, slashes and backslashes get a backslash, what is not ASCII a \uXXXX. */
function escapeJavaScript(text: string): string {
  let escaped = '';
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= DELETE && STAYS[code] === 1) continue;
    escaped += text.slice(from, i) + (NAMED_ESCAPES.get(text.charAt(i)) ?? unicodeEscape(code));
    from = i + 1;
  }
  return from === 0 ? text : escaped + text.slice(from);
}

const unicodeEscape = (code: number): string => `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;

const SPACE = 32;
const DELETE = 127;

/** By character code: 1 is not escaped. */
const STAYS = Uint8Array.from({ length: DELETE + 1 }, (_, code) =>
  code >= SPACE && !NAMED_ESCAPES.has(String.fromCharCode(code)) ? 1 : 0,
);

function parseJson(text: string): VtlValue {
  try {
    return readJson(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw new HostError(`$util.parseJson was given text that is no JSON: ${error.message}`);
  }
}

/** Java's URLEncoder: for forms, so a space is "+". */
function urlEncode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '?'))
    .replaceAll('%20', '+')
    .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function urlDecode(text: string): string {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) throw new HostError('$util.urlDecode was given a "%" without two digits.');
  return text
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}

const FUNCTIONS: ReadonlyMap<string, UtilFunction> = new Map<string, UtilFunction>([
  ['escapeJavaScript', escapeJavaScript],
  ['parseJson', parseJson],
  ['urlEncode', urlEncode],
  ['urlDecode', urlDecode],
  ['base64Encode', (text) => Buffer.from(text, 'utf8').toString('base64')],
  ['base64Decode', (text) => Buffer.from(text, 'base64').toString('utf8')],
]);
