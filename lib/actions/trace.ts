'use server';

import type { MintDebugTokenInput } from '@/lib/contract/trace';
import { mintDebugToken } from '@/lib/control/trace/mint-debug-token';
import { runAction } from './run-action';

export async function mintDebugTokenAction(input: MintDebugTokenInput) {
  return runAction('mintDebugToken', mintDebugToken, input);
}
