// Resource paths as their author writes them: "/pets/{petId}", "/files/{proxy+}".
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html

export type TemplateSegment =
  | { readonly kind: 'static'; readonly text: string }
  | { readonly kind: 'param'; readonly name: string }
  | { readonly kind: 'greedy'; readonly name: string };

export interface PathTemplate {
  readonly path: string;
  readonly segments: readonly TemplateSegment[];
  /** In the order of the path; the trie returns values in the same order. */
  readonly paramNames: readonly string[];
}

const STATIC_PART = /^[A-Za-z0-9._~:@!$&'()*,;=-]+$/;
const PARAM_PART = /^\{([A-Za-z0-9._$-]+)(\+?)\}$/;

/** The template, or a sentence that says what is wrong with it. */
export function parsePathTemplate(path: string): PathTemplate | string {
  if (!path.startsWith('/')) return `A resource path starts with "/", not "${path}".`;
  const segments: TemplateSegment[] = [];
  const paramNames: string[] = [];
  const parts = path === '/' ? [] : path.slice(1).split('/');
  for (const [index, part] of parts.entries()) {
    const param = PARAM_PART.exec(part);
    if (param === null) {
      if (!STATIC_PART.test(part)) return `"${part}" is not a valid path part.`;
      segments.push({ kind: 'static', text: part });
      continue;
    }
    const name = param[1] ?? '';
    const isGreedy = param[2] === '+';
    if (isGreedy && index !== parts.length - 1) {
      return `Cannot create a child of a resource with a greedy path variable: ${part}`;
    }
    if (paramNames.includes(name)) return `The path names {${name}} twice.`;
    paramNames.push(name);
    segments.push({ kind: isGreedy ? 'greedy' : 'param', name });
  }
  return { path, segments, paramNames };
}
