'use server';

import type { PutGatewayResponseInput, ResetGatewayResponseInput } from '@/lib/contract/gateway-response';
import { putGatewayResponse } from '@/lib/control/gateway-response/put';
import { resetGatewayResponse } from '@/lib/control/gateway-response/reset';
import { runAction } from './run-action';

export async function putGatewayResponseAction(input: PutGatewayResponseInput) {
  return runAction('putGatewayResponse', putGatewayResponse, input);
}

export async function resetGatewayResponseAction(input: ResetGatewayResponseInput) {
  return runAction('resetGatewayResponse', resetGatewayResponse, input);
}
