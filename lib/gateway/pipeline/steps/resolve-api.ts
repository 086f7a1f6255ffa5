// Which API and stage: by host, {apiId}.execute-api.{domain}/{stage}/…, by a custom domain name and a base path, or by path,
// /_aws/execute-api/{apiId}/{stage}/….
// https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html
// Through a VPC endpoint: PRIVATE APIs and no others, by {apiId}.execute-api.{domain} (private DNS),
// {apiId}-{vpcEndpointId}.execute-api.{domain} or any host with x-apigw-api-id.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html
// And whether its canary answers: https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html
import { FORBIDDEN } from '../../errors/gateway-error';
import { DEFAULT_DOOR, type Door } from '../../http/door';
import { headerValue } from '../../http/headers';
import { Reply } from '../../http/message';
import { withoutPort } from '../../mapping/context-variables';
import type { CompiledCanary, CompiledStage } from '../../snapshot/compiled';
import type { CompiledDomain } from '../../snapshot/domain-table';
import type { Located, Received } from '../exchange';
import { GO_ON_TRACED, type Step } from '../step';
import { beginTrace } from '../trace-begin';

const EXECUTE_API = '.execute-api.';
const PATH_PREFIX = '/_aws/execute-api/';

/** Unknown APIs and stages are told apart for no one: both are 403 Forbidden, as on AWS. */
export const resolveApi: Step<Received, Located> = {
  name: 'resolve-api',
  run(x) {
    const question = x.target.indexOf('?');
    const path = question === -1 ? x.target : x.target.slice(0, question);
    if (question !== -1) x.rawQuery = x.target.slice(question + 1);

    let apiId = apiIdOfHost(x.head.host, x.services.domain);
    let from = 0;
    let alias = '';
    if (x.door.vpcEndpointId !== '') {
      if (apiId === '') apiId = headerValue(x.headers, 'x-apigw-api-id') ?? '';
      const dash = apiId.indexOf('-');
      if (dash !== -1) {
        alias = apiId.slice(dash + 1);
        apiId = apiId.slice(0, dash);
      }
    } else if (apiId === '' && x.snapshot.domainNames.size > 0) {
      const domain = x.snapshot.domainNames.find(withoutPort(x.head.host));
      if (domain !== undefined) return resolveByDomain(x, domain, path);
    }
    if (apiId === '' && x.door.vpcEndpointId === '') {
      if (!path.startsWith(PATH_PREFIX)) return FORBIDDEN;
      from = path.indexOf('/', PATH_PREFIX.length);
      if (from === -1) return FORBIDDEN;
      apiId = path.slice(PATH_PREFIX.length, from);
    }
    const end = path.indexOf('/', from + 1);
    const stageName = end === -1 ? path.slice(from + 1) : path.slice(from + 1, end);
    const found = x.snapshot.apis.get(apiId)?.get(stageName);
    if (found === undefined) return FORBIDDEN;
    // Before anything is noted of the request: who may not reach an API learns and leaves nothing of it.
    if ((x.door !== DEFAULT_DOOR || found.endpointType === 'PRIVATE') && !isReachable(found, x.door, alias)) {
      return FORBIDDEN;
    }
    x.fullPath = from === 0 ? path : path.slice(from);
    x.path = end === -1 ? '/' : path.slice(end);
    const traced = enter(x, found);
    return x.stage?.disableExecuteApiEndpoint === true ? FORBIDDEN : traced;
  },
};

/** `alias`: of the host name {apiId}-{alias}, which only associated endpoints have; empty: not called by such a name. */
function isReachable({ endpointType, vpcEndpointIds }: CompiledStage, door: Door, alias: string): boolean {
  if (door.kind === 'test') return true;
  if (door.kind === 'edge') return endpointType === 'EDGE';
  if (door.vpcEndpointId === '') return endpointType !== 'PRIVATE';
  if (alias !== '' && (alias !== door.vpcEndpointId || !vpcEndpointIds.includes(alias))) return false;
  return endpointType === 'PRIVATE';
}

/** A custom domain name: by the longest base path, whatever the API says of its default endpoint. */
function resolveByDomain(x: Received, domain: CompiledDomain, path: string) {
  // Whoever came by another name, or without TLS, has shown this domain no certificate.
  if (domain.trustKey !== '' && x.door.trustKey !== domain.trustKey) return FORBIDDEN;
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
  if (path === '/ping' || path === '/sping') return new Reply(200, ['Content-Type', 'text/plain'], 'healthy');
  const mapping = domain.match(path);
  if (mapping === undefined) return FORBIDDEN;
  const { basePath, apiId } = mapping;
  const baseEnd = basePath === '' ? 0 : basePath.length + 1;
  let { stageName } = mapping;
  let end = baseEnd;
  if (stageName === '') {
    const next = path.indexOf('/', baseEnd + 1);
    end = next === -1 ? path.length : next;
    stageName = path.slice(baseEnd + 1, end);
  }
  const found = x.snapshot.apis.get(apiId)?.get(stageName);
  if (found === undefined || !isOpenTo(domain, found, x.door)) return FORBIDDEN;
  x.fullPath = path;
  x.basePath = path.slice(0, baseEnd);
  x.path = end >= path.length ? '/' : path.slice(end);
  return enter(x, found);
}

/** Private APIs are behind VPC endpoints only; an edge has the domain names that were made for it. */
const isOpenTo = ({ definition }: CompiledDomain, { endpointType }: CompiledStage, door: Door): boolean =>
  endpointType !== 'PRIVATE' && (door.kind !== 'edge' || definition.endpointType === 'EDGE');

function enter(x: Received, found: CompiledStage) {
  const stage = found.canary === null ? found : drawVariant(found, found.canary, x.services.random());
  x.stage = stage;
  const isTraced = (stage.traceShare !== 0 || x.head.debugToken !== '') && beginTrace(x, stage);
  return isTraced ? GO_ON_TRACED : undefined;
}

/** For each request anew: a client is not kept on one side. */
const drawVariant = (stage: CompiledStage, canary: CompiledCanary, drawn: number): CompiledStage =>
  drawn < canary.share ? canary.stage : stage;

/** Empty: not an API's host. */
function apiIdOfHost(host: string, domain: string): string {
  const dot = host.indexOf('.');
  if (dot <= 0) return '';
  if (!host.startsWith(EXECUTE_API, dot)) {
    // Host names have no case; only clients that send capitals pay for that.
    const lower = host.toLowerCase();
    return lower === host ? '' : apiIdOfHost(lower, domain);
  }
  const from = dot + EXECUTE_API.length;
  if (!host.startsWith(domain, from)) {
    const lower = host.toLowerCase();
    return lower === host ? '' : apiIdOfHost(lower, domain);
  }
  const end = from + domain.length;
  return end === host.length || host.charCodeAt(end) === COLON ? host.slice(0, dot) : '';
}

const COLON = 58;
