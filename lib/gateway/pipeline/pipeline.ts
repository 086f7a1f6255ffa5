// THE order of a request's way. Moving a line changes behaviour; the reason for its place stands beside it.
// Composed from https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html and the
// order of lines in API Gateway's execution log (usage plan before "Starting execution").
import type { AuthorizationType, ContentHandling } from '../model';
import type { CompiledIntegration, RouteCachePlan } from '../snapshot/compiled';
import { chain } from './chain';
import type { Exchange, Received } from './exchange';
import type { Step } from './step';
import { authorizeIam } from './steps/authorize-iam';
import { authorizeLambda } from './steps/authorize-lambda';
import { authorizeUserPool } from './steps/authorize-user-pool';
import { checkApiKey } from './steps/check-api-key';
import { checkQuota } from './steps/check-quota';
import { convertRequestToBinary, convertRequestToText } from './steps/convert-request';
import { convertResponse } from './steps/convert-response';
import { decideAccess } from './steps/decide-access';
import { invokeIntegration } from './steps/invoke-integration';
import { mapIntegrationRequest } from './steps/map-integration-request';
import { mapIntegrationResponse } from './steps/map-integration-response';
import { mapMethodResponse } from './steps/map-method-response';
import { matchRoute } from './steps/match-route';
import { parseRequest } from './steps/parse-request';
import { peekEndpointResponse } from './steps/peek-endpoint-response';
import { decodeBody, readBody } from './steps/read-body';
import { readCache } from './steps/read-cache';
import { refuseDeniedCallers } from './steps/refuse-denied-callers';
import { refuseUnprotected } from './steps/refuse-unprotected';
import { resolveApi } from './steps/resolve-api';
import { signIntegrationRequest } from './steps/sign-integration-request';
import { throttle } from './steps/throttle';
import { validateRequest } from './steps/validate-request';
import { writeCache } from './steps/write-cache';

/** What a route needs decides which steps it runs. */
export interface RouteNeeds {
  /** Who checks callers; NONE also for test invokes. */
  readonly authorizationType: AuthorizationType;
  readonly apiKeyRequired: boolean;
  readonly hasResourcePolicy: boolean;
  /** Its API is private and has no resource policy. */
  readonly isUnprotected: boolean;
  /** Its validator has something to check: parameters, a body. */
  readonly isValidated: boolean;
  /** Something on the route looks into the request's body; elsewhere it is passed on as it comes. */
  readonly readsBody: boolean;
  readonly cache: RouteCachePlan | null;
  readonly integrationType: CompiledIntegration['type'];
  /** False for test invokes: no key, no limits, no cache, everything else for real. */
  readonly isMetered: boolean;
  /** Of the integration; null: its request is not converted. */
  readonly contentHandling: ContentHandling | null;
  /** A response may have to be converted between text and binary. */
  readonly convertsResponse: boolean;
  /** Its execution log shows bodies. */
  readonly logsBodies: boolean;
}

/** Whose requests may have to be signed. */
const SIGNED: ReadonlySet<RouteNeeds['integrationType']> = new Set(['AWS', 'AWS_PROXY', 'AWS_SERVICE']);

/** Whose callers have policies of their own. */
const DECIDED: ReadonlySet<AuthorizationType> = new Set(['AWS_IAM', 'CUSTOM']);

const PIPELINE = chain<Received, RouteNeeds>()
  // Whose gateway responses answer for everything that goes wrong from here on.
  .step(resolveApi)
  // Before routing: a target that two readers understand differently must not be routed by one of them.
  .step(parseRequest)
  // What is not a route costs its owner neither tokens nor quota.
  .step(matchRoute)
  .byRoute()
  // Before anything that asks who calls: no answer to that would help.
  .step(refuseUnprotected, (route) => route.isMetered && route.isUnprotected)
  // Before the authorizer: it is not asked about whom the API's owner keeps out.
  .step(
    refuseDeniedCallers,
    (route) => route.isMetered && route.hasResourcePolicy && route.authorizationType === 'CUSTOM',
  )
  // Before anything that counts for a caller.
  .step(authorizeIam, (route) => route.authorizationType === 'AWS_IAM')
  .step(authorizeUserPool, (route) => route.authorizationType === 'COGNITO_USER_POOLS')
  // Before the key, which the authorizer may bring.
  .step(authorizeLambda, (route) => route.authorizationType === 'CUSTOM')
  // Once the caller is known, whom policies may name; before keys, which identify and let nobody in.
  .step(decideAccess, (route) => route.isMetered && (route.hasResourcePolicy || DECIDED.has(route.authorizationType)))
  // The plan that the limits below belong to.
  .step(checkApiKey, (route) => route.isMetered && route.apiKeyRequired)
  // Before the quota: a call that is too fast is not counted.
  .step(throttle, (route) => route.isMetered)
  // Last of the limits, so that it counts only calls that pass them all.
  .step(checkQuota, (route) => route.isMetered && route.apiKeyRequired)
  // After the limits: nobody buffers megabytes for a call that is refused.
  .step(readBody, (route) => route.readsBody)
  .step(decodeBody, (route) => !route.readsBody)
  // After the limits: a flood of bad requests is throttled too.
  .step(validateRequest, (route) => route.isValidated)
  // After validation: a bad request must not be answered from the cache.
  .step(readCache, (route) => route.isMetered && route.cache !== null)
  // Templates read text.
  .step(convertRequestToText, (route) => route.contentHandling === 'CONVERT_TO_TEXT')
  .step(mapIntegrationRequest)
  // What templates write is text too.
  .step(convertRequestToBinary, (route) => route.contentHandling === 'CONVERT_TO_BINARY')
  // The last bytes: a signature is made of them.
  .step(signIntegrationRequest, (route) => SIGNED.has(route.integrationType))
  .step(invokeIntegration, (route) => route.integrationType !== 'MOCK')
  // Before anything takes the body.
  .step(peekEndpointResponse, (route) => route.logsBodies && route.integrationType !== 'MOCK')
  .step(mapIntegrationResponse)
  // Text that was mapped, or the backend's own body.
  .step(convertResponse, (route) => route.convertsResponse)
  .step(mapMethodResponse)
  // What the client gets, without its ids: those are each request's own.
  .step(writeCache, (route) => route.isMetered && route.cache !== null)
  .end();

/** Until the route is known. */
export const ENTRY_STEPS: readonly Step<Exchange>[] = PIPELINE.entry;

/** The rest of a route's way, worked out when it is compiled. */
export const stepsFor = (route: RouteNeeds): readonly Step<Exchange>[] => PIPELINE.stepsFor(route);
