// An API's own gateway responses, compiled. A type without one falls back to DEFAULT_4XX or DEFAULT_5XX, then to AWS's.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
import { isHeaderName, safeHeaderValue } from '../http/headers';
import { isMediaType } from '../http/media-type';
import { compileRequestExpression, type MappingSource, type RequestRead } from '../mapping/expression';
import { GATEWAY_RESPONSE_TYPES, type GatewayResponseDefinition, type GatewayResponseType } from '../model';
import { GATEWAY_RESPONSE_DEFAULTS } from './catalogue';
import { compileSubstitutionTemplate, type SubstitutionTemplate } from './substitution-template';

export interface HeaderRule {
  readonly name: string;
  readonly lowerName: string;
  readonly source: MappingSource<RequestRead>;
}

export interface CompiledGatewayResponse {
  /** Undefined: the error's own. */
  readonly status: number | undefined;
  readonly headers: readonly HeaderRule[];
  readonly templates: ReadonlyMap<string, SubstitutionTemplate>;
}

/** Only what differs from AWS's defaults. */
export type CompiledGatewayResponses = ReadonlyMap<GatewayResponseType, CompiledGatewayResponse>;

type Report = (place: string, message: string) => void;
type Definitions = Readonly<Partial<Record<GatewayResponseType, GatewayResponseDefinition>>>;

const HEADER_PREFIX = 'gatewayresponse.header.';

export function compileGatewayResponses(
  definitions: Definitions,
  stageVariables: Readonly<Record<string, string>>,
  report: Report,
): CompiledGatewayResponses {
  const own = new Map<GatewayResponseType, CompiledGatewayResponse>();
  for (const type of GATEWAY_RESPONSE_TYPES) {
    const definition = definitions[type];
    if (definition) own.set(type, compileOne(type, definition, stageVariables, report));
  }
  const resolved = new Map<GatewayResponseType, CompiledGatewayResponse>();
  for (const type of GATEWAY_RESPONSE_TYPES) {
    const family = own.get(GATEWAY_RESPONSE_DEFAULTS[type].status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
    const mine = own.get(type);
    // A status set on the family counts for all its types that set none.
    const response =
      mine && mine.status === undefined && family ? { ...mine, status: family.status } : (mine ?? family);
    if (response) resolved.set(type, response);
  }
  return resolved;
}

function compileOne(
  type: GatewayResponseType,
  definition: GatewayResponseDefinition,
  stageVariables: Readonly<Record<string, string>>,
  report: Report,
): CompiledGatewayResponse {
  const place = `gateway response ${type}`;
  const headers: HeaderRule[] = [];
  for (const [target, expression] of Object.entries(definition.responseParameters)) {
    const name = target.startsWith(HEADER_PREFIX) ? target.slice(HEADER_PREFIX.length) : '';
    if (!isHeaderName(name)) {
      report(`${place} › ${target}`, `"${target}" is not "${HEADER_PREFIX}" and a header name.`);
      continue;
    }
    const source = compileRequestExpression(expression, { pathParamNames: null, stageVariables });
    if (typeof source === 'string') report(`${place} › ${target}`, source);
    else headers.push({ name, lowerName: name.toLowerCase(), source: fitForHeader(source) });
  }
  let status: number | undefined;
  if (definition.statusCode !== undefined) {
    status = Number(definition.statusCode);
    if (!Number.isInteger(status) || status < 200 || status > 599) {
      report(`${place} › statusCode`, `"${definition.statusCode}" is not a status code from 200 to 599.`);
      status = undefined;
    }
  }
  const templates = new Map<string, SubstitutionTemplate>();
  for (const [mediaType, text] of Object.entries(definition.responseTemplates)) {
    if (!isMediaType(mediaType)) report(`${place} › template ${mediaType}`, `"${mediaType}" is not a media type.`);
    templates.set(mediaType.toLowerCase(), compileSubstitutionTemplate(text, stageVariables));
  }
  return { status, headers, templates };
}

function fitForHeader(source: MappingSource<RequestRead>): MappingSource<RequestRead> {
  if (source.kind === 'constant') return { kind: 'constant', value: safeHeaderValue(source.value) };
  const read = source.read;
  return {
    kind: 'dynamic',
    read: (request) => {
      const value = read(request);
      return value === undefined ? undefined : safeHeaderValue(value);
    },
  };
}
