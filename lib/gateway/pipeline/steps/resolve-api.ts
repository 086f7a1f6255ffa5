// Which API and stage: by host, {apiId}.execute-api.{domain}/{stage}/…, or by path, /_aws/execute-api/{apiId}/{stage}/….
// https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html
// Through a VPC endpoint: PRIVATE APIs and no others, by {apiId}.execute-api.{domain} (private DNS),
// {apiId}-{vpcEndpointId}.execute-api.{domain} or any host with x-apigw-api-id.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html
// And whether its canary answers: https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html
import { FORBIDDEN } from '../../errors/gateway-error';
import { DEFAULT_DOOR, type Door } from '../../http/door';
import { headerValue } from '../../http/headers';
import type { CompiledCanary, CompiledStage } from '../../snapshot/compiled';
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
    } else if (apiId === '') {
      if (!path.startsWith(PATH_PREFIX)) return FORBIDDEN;
      from = path.indexOf('/', PATH_PREFIX.length);
      if (from === -1) return FORBIDDEN;
      apiId = path.slice(PATH_PREFIX.length, from);
    }
    const end = path.indexOf('/', from + 1);
    const stageName = end === -1 ? path.slice(from + 1) : path.slice(from + 1, end);
    const found = x.snapshot.apis.get(apiId)?.get(stageName);
    if (found === undefined) return FORBIDDEN;
    const stage = found.canary === null ? found : drawVariant(found, found.canary, x.services.random());
    // Before anything is noted of the request: who may not reach an API learns and leaves nothing of it.
    if ((x.door !== DEFAULT_DOOR || stage.endpointType === 'PRIVATE') && !isReachable(stage, x.door, alias)) {
      return FORBIDDEN;
    }
    x.fullPath = from === 0 ? path : path.slice(from);
    x.path = end === -1 ? '/' : path.slice(end);
    x.stage = stage;
    if ((stage.traceShare !== 0 || x.head.debugToken !== '') && beginTrace(x, stage)) {
      return stage.disableExecuteApiEndpoint ? FORBIDDEN : GO_ON_TRACED;
    }
    return stage.disableExecuteApiEndpoint ? FORBIDDEN : undefined;
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
