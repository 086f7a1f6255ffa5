import { type SimulatedAccess, type SimulatedCaller, simulateAccessInput } from '@/lib/contract/access-simulation';
import { iamArn } from '@/lib/contract/iam';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { InvalidInputError } from '@/lib/errors';
import type { RestApiDefinition } from '@/lib/gateway/model';
import type { SimulateAccessRequest } from '@/lib/runtime/port';
import { loadWorkingCopy } from '@/lib/store/definitions';
import { loadDeploymentDefinition } from '@/lib/store/deployments';
import { effectivePolicies, requireIdentity } from '@/lib/store/iam';
import { requireRestApi } from '@/lib/store/rest-apis';
import { findStage, requireStage } from '@/lib/store/stages';

/** Whether a made-up caller may call a method, and by which policies: the gateway's own answer, without a request. */
export async function simulateAccess(ctx: Ctx, input: unknown): Promise<SimulatedAccess> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  const question = parse(simulateAccessInput, input);
  await requireRestApi(ctx.db, accountId, question.restApiId);
  const { restApiId, stageName, method, path, sourceIp, at, userAgent, referer, secure, vpcEndpointId } = question;
  const side = await loadSide(ctx, restApiId, stageName, question.definition === 'stage');
  const result = ctx.runtime.simulateAccess({
    ...{ ...side, stageName, method, path, sourceIp, atMs: Date.parse(at), userAgent, referer, isTls: secure },
    caller: await callerOf(ctx, accountId, question.caller),
    vpcEndpoint: vpcEndpointId === '' ? null : await vpcEndpointOf(ctx, vpcEndpointId),
  });
  if (result.ok) return result.access;
  const [error] = result.errors;
  throw new InvalidInputError(`The API can’t be asked yet: ${error?.place ?? ''}: ${error?.message ?? ''}`);
}

interface Side {
  readonly definition: RestApiDefinition;
  readonly stageVariables: Readonly<Record<string, string>>;
}

async function loadSide(ctx: Ctx, restApiId: string, stageName: string, isDeployed: boolean): Promise<Side> {
  if (isDeployed) {
    const { deploymentId, variables } = await requireStage(ctx.db, restApiId, stageName);
    return { definition: await loadDeploymentDefinition(ctx.db, deploymentId), stageVariables: variables };
  }
  const stage = await findStage(ctx.db, restApiId, stageName);
  const { definition } = await loadWorkingCopy(ctx.db, restApiId);
  return { definition, stageVariables: stage?.variables ?? {} };
}

type GatewayCaller = SimulateAccessRequest['caller'];

async function callerOf(ctx: Ctx, accountId: string, caller: SimulatedCaller): Promise<GatewayCaller> {
  if (caller.kind === 'arn') {
    const { arn, policy } = caller;
    const account = arn.split(':')[4] ?? '';
    refuseBrokenPolicy(ctx, policy);
    const policies = policy === '' ? [] : [{ name: 'as entered', document: policy }];
    // Their unique id is known to nobody here.
    return { kind: 'iam', accountId: account, arn, principalId: '', policies };
  }
  if (caller.kind !== 'identity') return caller;
  requireScope(ctx, 'iam:read');
  const row = await requireIdentity(ctx.db, accountId, caller.identity, caller.name);
  const policies = effectivePolicies(row).map(({ name, document }) => ({ name, document }));
  if (caller.identity === 'user') {
    const arn = iamArn(accountId, 'user', row.path, row.name);
    return { kind: 'iam', accountId, arn, principalId: row.id, policies };
  }
  // Nobody calls as a role: a session of it does.
  const arn = `arn:aws:sts::${accountId}:assumed-role/${row.name}/${SESSION}`;
  return { kind: 'iam', accountId, arn, principalId: `${row.id}:${SESSION}`, policies };
}

function refuseBrokenPolicy(ctx: Ctx, document: string): void {
  const problem = document === '' ? undefined : ctx.runtime.problemOfPolicy(document, 'identity');
  if (problem !== undefined) throw new InvalidInputError(problem, { 'caller.policy': [problem] });
}

const SESSION = 'simulated';

/** Its VPC, where a gateway here listens for it. */
async function vpcEndpointOf(ctx: Ctx, id: string): Promise<SimulateAccessRequest['vpcEndpoint']> {
  const { vpcEndpoints } = await ctx.runtime.status(new Set());
  return { id, vpcId: vpcEndpoints.find((it) => it.id === id)?.vpcId ?? '' };
}
