// "arn:aws:apigateway:{region}:{subdomain.service|service}:path|action/{service_api}": which service is asked for what. Stage
// variables are put in when the stage is compiled, {parameters} for each request.
// https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html
import { jsonTarget, type ServicePlace } from './aws-services';
import { compileUriPart, type PathSource, type UriPart, unknownParameters } from './backend-uri';
import { encodeAgain } from './sigv4';
import { fillStageVariables } from './stage-variables';

export interface ServiceUri {
  readonly place: ServicePlace;
  readonly path: UriPart;
  /** Without the question mark; empty: none. */
  readonly query: UriPart;
  /** Of services whose actions are named in X-Amz-Target. */
  readonly json: { readonly target: string; readonly contentType: string } | undefined;
}

export type CompiledServiceUri =
  | { readonly kind: 'service'; readonly uri: ServiceUri }
  /** The owner's text is wrong: the stage does not compile. */
  | { readonly kind: 'invalid'; readonly message: string }
  /** Right but for its stage variables: as on AWS, only calls to this method fail. */
  | { readonly kind: 'broken'; readonly message: string };

const SHAPE = /^arn:(aws[a-z-]*):apigateway:([^:]*):([^:]*)(?::(.*))?$/s;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const ACTION = /^[A-Za-z][A-Za-z0-9]*(?:&.*)?$/s;

/** A service other than Lambda, whose functions have a way of their own. */
export const namesService = (uri: string): boolean => /^\s*arn:aws[a-z-]*:apigateway:[^:]*:(?!lambda:)/.test(uri);

export function compileServiceUri(
  text: string,
  stageVariables: Readonly<Record<string, string>>,
  pathSource: PathSource,
): CompiledServiceUri {
  const { text: resolved, usesVariables } = fillStageVariables(text.trim(), stageVariables);
  const wrong = (message: string): CompiledServiceUri => ({ kind: usesVariables ? 'broken' : 'invalid', message });
  const [shape, partition = '', region = '', name = '', api = ''] = SHAPE.exec(resolved) ?? [];
  if (shape === undefined) {
    return wrong(`Invalid ARN specified in the request: "${resolved}" is not ${GRAMMAR}.`);
  }
  if (!LABEL.test(region)) return wrong(`Invalid ARN specified in the request: "${region}" is not a region.`);
  const labels = name.split('.');
  if (!labels.every((label) => LABEL.test(label))) {
    return wrong(`Invalid ARN specified in the request: "${name}" is not the name of a service.`);
  }
  const place = { partition, region, service: labels.pop() ?? '', subdomain: labels.join('.') || undefined };
  const [, kind, rest = ''] = /^(path|action)\/(.*)$/s.exec(api) ?? [];
  if (kind === undefined) {
    return wrong(`AWS ARN for integration must contain path or action: write ${GRAMMAR}.`);
  }
  const unknown: string[] = [];
  if (kind === 'path') {
    const question = rest.indexOf('?');
    const path = compileUriPart(`/${question === -1 ? rest : rest.slice(0, question)}`, pathSource, unknown);
    const query = compileUriPart(question === -1 ? '' : rest.slice(question + 1), forQuery(pathSource), unknown);
    if (unknown.length > 0) return { kind: 'invalid', message: unknownParameters(unknown) };
    return { kind: 'service', uri: { place, path, query, json: undefined } };
  }
  if (!ACTION.test(rest)) {
    return wrong(`Invalid ARN specified in the request: "${rest}" is not an action, such as PutItem.`);
  }
  const query = compileUriPart(`Action=${rest}`, forQuery(pathSource), unknown);
  if (unknown.length > 0) return { kind: 'invalid', message: unknownParameters(unknown) };
  const json = jsonTarget(place, rest.replace(/&.*/s, ''));
  return { kind: 'service', uri: { place, path: '/', query, json } };
}

const GRAMMAR = 'arn:aws:apigateway:{region}:{service}:path/… or …:action/…';

/** A value must not become two parameters: "&" may stand in a path as it is. */
const forQuery =
  (pathSource: PathSource): PathSource =>
  (name) => {
    const read = pathSource(name);
    return read && ((request) => encodeAgain(read(request)));
  };
