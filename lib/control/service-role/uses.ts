import { type RoleUse, roleNameOf } from '@/lib/contract/service-role';
import { stageVariables } from '@/lib/contract/stage';
import type { Db, Tx } from '@/lib/store/client';
import { listRoleIntegrations, type RoleIntegration } from '@/lib/store/service-roles';

const STAGE_VARIABLE = /\$\{stageVariables(?:\.(\w+)|\['(\w+)'\])\}/g;

/** By the role's name: in the working copies of the account's APIs, and in what their stages and canaries serve. */
export async function listRoleUses(db: Db | Tx, accountId: string): Promise<ReadonlyMap<string, readonly RoleUse[]>> {
  const uses = new Map<string, Map<string, RoleUse>>();
  for (const integration of await listRoleIntegrations(db, accountId)) {
    const name = roleNameOf(fillIn(integration));
    if (name === undefined) continue;
    const { restApiId, apiName, httpMethod, path, stage } = integration;
    const use = { restApiId, apiName, method: `${httpMethod} ${path}`, stageName: stage?.name ?? null };
    const ofRole = uses.get(name) ?? new Map<string, RoleUse>();
    // A stage and its canary may serve the same method.
    ofRole.set(`${use.restApiId} ${use.stageName} ${use.method}`, use);
    uses.set(name, ofRole);
  }
  return new Map([...uses].map(([name, ofRole]) => [name, [...ofRole.values()]]));
}

/** A working copy has no variables: what depends on them is in use where a stage says so. */
function fillIn({ credentials, stage }: RoleIntegration): string {
  const variables = stageVariables.safeParse(stage?.variables ?? {});
  if (!variables.success) return credentials;
  return credentials.replace(STAGE_VARIABLE, (text, dotted?: string, quoted?: string) => {
    const value = variables.data[dotted ?? quoted ?? ''];
    return value ?? text;
  });
}
