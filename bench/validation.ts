import type { Bench } from 'tinybench';
import { ModelCompiler } from '../lib/gateway/validation/model-compiler';

const order = {
  type: 'object',
  required: ['id', 'customer', 'items'],
  additionalProperties: false,
  properties: {
    id: { type: 'string', minLength: 1, maxLength: 64 },
    customer: {
      type: 'object',
      required: ['name', 'email'],
      properties: { name: { type: 'string' }, email: { type: 'string', format: 'email' }, vip: { type: 'boolean' } },
    },
    items: { type: 'array', minItems: 1, maxItems: 100, items: { $ref: '#/definitions/item' } },
  },
  definitions: {
    item: {
      type: 'object',
      required: ['sku', 'quantity', 'price'],
      properties: {
        sku: { type: 'string', pattern: '^[A-Z]{3}-[0-9]{4}$' },
        quantity: { type: 'integer', minimum: 1 },
        price: { type: 'number', minimum: 0 },
        kind: { enum: ['dog', 'cat', 'fish'] },
      },
    },
  },
};
const item = {
  sku: 'ABC-1234',
  quantity: 2,
  price: 12.5,
  kind: 'cat',
  note: 'as soon as it can be had, please; thank you',
};
const body = Buffer.from(
  JSON.stringify({
    id: 'order-1',
    customer: { name: 'Casey', email: 'casey@example.test', vip: true },
    items: Array.from({ length: 17 }, () => item),
  }),
);

/** An order of some 2 KB with patterns, limits, an enumeration and a definition. */
export function addValidation(bench: Bench): void {
  const refuse = (problem: object): never => {
    throw new Error(JSON.stringify(problem));
  };
  const model = { contentType: 'application/json', description: '', schema: JSON.stringify(order) };
  const validator = new ModelCompiler({ apiId: 'api', models: { Order: model } }).validator('Order', refuse);
  bench.add(`validation: a body of ${(body.length / 1024).toFixed(1)} KB`, () => validator?.validate(body));
}
