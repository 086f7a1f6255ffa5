'use server';

import type { SimulateAccessInput } from '@/lib/contract/access-simulation';
import { simulateAccess } from '@/lib/control/access/simulate';
import { runAction } from './run-action';

export async function simulateAccessAction(input: SimulateAccessInput) {
  return runAction('simulateAccess', simulateAccess, input);
}
