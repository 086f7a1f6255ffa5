import { InvalidInputError } from '@/lib/errors';
import type { Tx } from '@/lib/store/client';
import { findPlanStage } from '@/lib/store/usage-plans';

/** The stage a product offers, as a field error of its form where it is not the account's. */
export async function requireProductStage(
  tx: Tx,
  accountId: string,
  { restApiId, stageName }: { readonly restApiId: string; readonly stageName: string },
): Promise<string> {
  const stage = await findPlanStage(tx, accountId, restApiId, stageName);
  if (stage !== null) return stage.id;
  const message = `The stage ${stageName} of the API ${restApiId} does not exist. Deploy the API to it first.`;
  throw new InvalidInputError(message, { stageName: [message] });
}
