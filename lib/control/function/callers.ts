import { lambdaTarget } from '@/lib/contract/function-arn';
import { stageVariables } from '@/lib/contract/stage';
import { ConflictError } from '@/lib/errors';
import type { Db, Tx } from '@/lib/store/client';
import { type LambdaIntegration, listLambdaIntegrations } from '@/lib/store/functions';

/** A method that calls a function. */
export interface Caller {
  readonly restApiId: string;
  readonly apiName: string;
  /** "GET /pets". */
  readonly method: string;
  /** null: the working copy. */
  readonly stageName: string | null;
  /** Absent: without one, which is $LATEST. */
  readonly qualifier: string | undefined;
}

const STAGE_VARIABLE = /\$\{stageVariables(?:\.(\w+)|\['(\w+)'\])\}/g;

/** In the working copies of the account's APIs, and in what their stages serve with the stages' own variables. */
export async function listCallers(db: Db | Tx, accountId: string, functionName: string): Promise<Caller[]> {
  return (await listLambdaIntegrations(db, accountId)).flatMap((integration) => {
    const target = lambdaTarget(fillIn(integration));
    if (target === undefined || target.name !== functionName) return [];
    const { restApiId, apiName, httpMethod, path, stage } = integration;
    return [
      {
        restApiId,
        apiName,
        method: `${httpMethod} ${path}`,
        stageName: stage?.name ?? null,
        qualifier: target.qualifier,
      },
    ];
  });
}

/** `what` is about to go: says who still calls it. */
export function refuseWhileCalled(what: string, callers: readonly Caller[]): void {
  if (callers.length === 0) return;
  const places = callers.map(({ apiName, method, stageName }) =>
    stageName === null ? `${method} of ${apiName}` : `${method} of ${apiName} in the stage ${stageName}`,
  );
  const shown = places.slice(0, 5).join(', ');
  const more = places.length > 5 ? ` and ${places.length - 5} more` : '';
  throw new ConflictError(`${what} is still called by ${shown}${more}. Give these methods another integration first.`);
}

/** A working copy has no variables: what depends on them is in use where a stage says so. */
function fillIn({ uri, stage }: LambdaIntegration): string {
  const variables = stageVariables.safeParse(stage?.variables ?? {});
  if (!variables.success) return uri;
  return uri.replace(STAGE_VARIABLE, (text, dotted?: string, quoted?: string) => {
    const value = variables.data[dotted ?? quoted ?? ''];
    return value ?? text;
  });
}
