'use server';

import { removeDemo } from '@/lib/control/demo/remove';
import { runAction } from './run-action';

export async function removeDemoAction() {
  return runAction('removeDemo', removeDemo, {});
}
