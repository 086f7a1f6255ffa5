import { lambdaIntegrationUri } from '@/lib/contract/function-arn';
import type { Ctx } from '@/lib/control/context';
import { createFunction } from '@/lib/control/function/create';
import { getFunction } from '@/lib/control/function/get';
import { ConflictError } from '@/lib/errors';

export const SHIPPING_QUOTE = 'shipping-quote';

const SOURCE = `// What it costs to send a pet home: GET /pets/{petId}/shipping?to=NL
const zones = { NL: 4, BE: 5, DE: 6, FR: 8 };

export const handler = async (event) => {
  const to = (event.queryStringParameters?.to ?? 'NL').toUpperCase();
  const perKilo = zones[to];
  if (perKilo === undefined) {
    console.warn('No rate for', to);
    return { statusCode: 422, body: JSON.stringify({ message: \`We don’t deliver to \${to}.\` }) };
  }
  const kilos = 1 + (Number(event.pathParameters.petId) * 7) % 30;
  console.log('Quote', { to, kilos, store: event.stageVariables?.store });
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ petId: event.pathParameters.petId, to, kilos, price: perKilo * kilos }),
  };
};
`;

/** Makes the demo's function, or takes the one of that name. Returns the URI with which methods call it. */
export async function seedShippingQuote(ctx: Ctx): Promise<string> {
  try {
    const { arn } = await createFunction(ctx, {
      kind: 'local',
      name: SHIPPING_QUOTE,
      description: 'Demo: what it costs to send a pet home.',
      files: [{ path: 'index.mjs', text: SOURCE }],
    });
    return lambdaIntegrationUri(arn);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    return lambdaIntegrationUri((await getFunction(ctx, { functionName: SHIPPING_QUOTE })).arn);
  }
}
