import type { Bench } from 'tinybench';
import { createGateway } from '../lib/gateway';
import { readAuthorizerAnswer } from '../lib/gateway/authorizers/authorizer-answer';
import { identityOf } from '../lib/gateway/authorizers/identity';
import { GatewayError } from '../lib/gateway/errors/gateway-error';
import { Exchange } from '../lib/gateway/pipeline/exchange';
import { authorizeLambda } from '../lib/gateway/pipeline/steps/authorize-lambda';
import { received } from '../lib/gateway/server/in-process';
import { compileStage } from '../lib/gateway/snapshot/compile';
import { EMPTY_SNAPSHOT } from '../lib/gateway/snapshot/snapshot';
import { apiOf, stageOf } from '../lib/gateway/testing/definitions';

const ANSWER = JSON.stringify({
  principalId: 'ada',
  policyDocument: {
    Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: 'arn:aws:execute-api:*:*:*/prod/GET/*' }],
  },
  context: { plan: 'gold', since: 2024 },
});

/** A caller who was asked about before: the key of a token, the kept answer, and its policy about this method. */
export async function addAuthorizers(bench: Bench): Promise<void> {
  const nothing = () => {};
  const logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
  const { services } = createGateway({ logger, keyLookupSecret: 'bench', domain: 'localhost' });
  const authorizer = {
    ...({ id: 'a1', name: 'Auth', type: 'TOKEN' } as const),
    ...{ authorizerUri: 'https://auth.example.test/', authorizerResultTtlInSeconds: 3600 },
    identitySource: 'method.request.header.Authorization',
  };
  const api = apiOf(
    { 'GET /pets': { authorizationType: 'CUSTOM', authorizerId: 'a1' } },
    { authorizers: { a1: authorizer } },
  );
  const { stage } = compileStage(stageOf(api), { isMetered: true });
  const route = stage?.routeList[0];
  const plan = route?.lambdaAuthorizer ?? null;
  if (stage === null || route === undefined || plan === null) throw new Error('The API of the bench does not compile.');
  const token = `Bearer ${'a.long-token'.repeat(60)}`;
  const headers = ['Host', 'api1.execute-api.localhost', 'Authorization', token];
  const request = received({ method: 'GET', target: '/prod/pets', headers });
  const responder = { respond: nothing, abort: nothing };
  const x = Object.assign(new Exchange(services, EMPTY_SNAPSHOT, request, responder, null), {
    stage,
    route,
    path: '/pets',
  });
  const answer = readAuthorizerAnswer(ANSWER, 1);
  if (answer instanceof GatewayError) throw new Error(answer.internal);
  const key = services.authorizers.keyOf(`${plan.scope}\0${identityOf(x, plan)?.text}`);
  const place = { stageId: stage.id, ttlMs: plan.ttlMs, nowMs: x.startedAtMs };
  await services.authorizers.ask(key, place, async () => ({ answer, length: ANSWER.length, isKept: true }));
  if (authorizeLambda.run(x) !== undefined || x.identityDecision?.effect !== 'allow') {
    throw new Error('The answer of the bench has to be kept, and to allow.');
  }
  bench.add('cached Lambda authorizer (target: 15 µs)', () => authorizeLambda.run(x));
}
