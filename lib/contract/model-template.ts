/**
 * A mapping template that writes what a model describes, to start from: what API Gateway calls GetModelTemplate.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_GetModelTemplate.html
 */

type Schema = Readonly<Record<string, unknown>>;

export interface TemplateScope {
  /** Schemas of the API's models, as text, by name. */
  readonly models: Readonly<Record<string, string>>;
}

/** Deeper, and where a model holds itself, the template stops: an owner goes on by hand. */
const MAX_DEPTH = 8;

/** Undefined: the schema is not JSON. */
export function modelTemplate(schema: string, scope: TemplateScope): string | undefined {
  const root = parsed(schema);
  if (root === undefined) return undefined;
  const text = new Writer(scope).value({ schema: root, document: root }, '$inputRoot', '', []);
  return `#set($inputRoot = $input.path('$'))\n${text}\n`;
}

/** A schema, and the model that its own references are about. */
interface Place {
  readonly schema: unknown;
  readonly document: Schema;
}

interface Resolved extends Place {
  readonly schema: Schema;
}

class Writer {
  readonly #scope: TemplateScope;

  constructor(scope: TemplateScope) {
    this.#scope = scope;
  }

  /** `above`: the schemas that this one is in. */
  value(place: Place, reference: string, indent: string, above: readonly string[]): string {
    const found = this.#resolve(place);
    if (found === undefined) return 'null';
    const identity = JSON.stringify(found.schema);
    if (above.includes(identity) || above.length > MAX_DEPTH) return 'null';
    const within = [...above, identity];
    const type = typeOf(found.schema);
    if (type === 'object') return this.#object(found, reference, indent, within);
    if (type === 'array') return this.#array(found, reference, indent, within);
    return type === 'string' ? `"${reference}"` : reference;
  }

  #object(place: Resolved, reference: string, indent: string, above: readonly string[]): string {
    const inner = `${indent}  `;
    const lines = [...this.#properties(place)].map(
      ([name, property]) =>
        `${inner}${JSON.stringify(name)} : ${this.value(property, member(reference, name), inner, above)}`,
    );
    return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
  }

  /** Its own and those that allOf adds. */
  #properties({ schema, document }: Resolved): Map<string, Place> {
    const parts = Array.isArray(schema.allOf)
      ? schema.allOf.flatMap((part) => this.#resolve({ schema: part, document }) ?? [])
      : [];
    return new Map(
      [...parts, { schema, document }].flatMap((part) =>
        isSchema(part.schema.properties)
          ? Object.entries(part.schema.properties).map(([name, property]): [string, Place] => [
              name,
              { schema: property, document: part.document },
            ])
          : [],
      ),
    );
  }

  #array({ schema, document }: Resolved, reference: string, indent: string, above: readonly string[]): string {
    const inner = `${indent}  `;
    const element = elementWithin(reference);
    const items = Array.isArray(schema.items) ? schema.items[0] : schema.items;
    const item = this.value({ schema: items ?? {}, document }, element, inner, above);
    return `[\n#foreach(${element} in ${reference})\n${inner}${item}#if($foreach.hasNext),#end\n\n#end\n${indent}]`;
  }

  #resolve({ schema: given, document: start }: Place): Resolved | undefined {
    let [schema, document] = [given, start];
    for (let hops = 0; hops < MAX_DEPTH; hops += 1) {
      if (!isSchema(schema)) return undefined;
      if (typeof schema.$ref !== 'string') return { schema, document };
      const [url = '', pointer = ''] = schema.$ref.split('#');
      const name = /\/models\/([A-Za-z0-9]+)$/.exec(url)?.[1];
      const next = url === '' ? document : parsed(this.#scope.models[name ?? ''] ?? '');
      if (next === undefined) return undefined;
      document = next;
      schema = atPointer(next, pointer);
    }
    return undefined;
  }
}

/** A loop in a loop needs a variable of its own: $elem, $elem2, $elem3 … */
function elementWithin(reference: string): string {
  const outer = /^\$elem(\d*)/.exec(reference)?.[1];
  return outer === undefined ? '$elem' : `$elem${Number(outer || 1) + 1}`;
}

function atPointer(document: Schema, pointer: string): unknown {
  const parts = pointer.split('/').slice(1);
  return parts.reduce<unknown>(
    (at, part) => (isSchema(at) ? at[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined),
    document,
  );
}

function typeOf(schema: Schema): string {
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type;
  if (typeof type === 'string') return type;
  if (schema.properties !== undefined || schema.allOf !== undefined) return 'object';
  return schema.items === undefined ? 'string' : 'array';
}

const member = (reference: string, name: string): string =>
  /^[A-Za-z][A-Za-z0-9_]*$/.test(name) ? `${reference}.${name}` : `${reference}.get('${name.replaceAll("'", "''")}')`;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): Schema | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isSchema(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
