// Is a request target safe to route and to pass on? Dot segments and NUL are refused in every spelling: a backend that
// resolves them would be reached past the routes that guard it.

const SUSPICIOUS = /[^\x21-\x7e]|[%#\\]|\/\.{1,2}(?:[/?]|$)/;
const BAD_ESCAPE = /%(?![0-9a-fA-F]{2})|%00/;
const DOT_SEGMENT = /(?:^|[/\\])\.{1,2}(?=[/\\]|$)/;

/** A sentence for the log when the target must be refused, else undefined. */
export function targetProblem(target: string): string | undefined {
  if (target.charCodeAt(0) !== 47) return 'The request target does not start with "/".';
  return SUSPICIOUS.test(target) ? closerLook(target) : undefined;
}

function closerLook(target: string): string | undefined {
  if (/[^\x21-\x7e]/.test(target)) return 'The request target holds characters that must be percent-encoded.';
  if (target.includes('#')) return 'The request target holds a fragment.';
  if (BAD_ESCAPE.test(target)) return 'The request target holds a malformed percent escape or NUL.';
  const question = target.indexOf('?');
  const path = question === -1 ? target : target.slice(0, question);
  // One decoding is what a backend does; "%252e" stays "%2e" for it.
  const decoded = path.replace(/%2e/gi, '.').replace(/%2f/gi, '/').replace(/%5c/gi, '\\');
  return DOT_SEGMENT.test(decoded) ? 'The request path holds a dot segment.' : undefined;
}
