import { z } from 'zod';

const count = z.number().int();

/** How much of an account is demo data. */
export const demoData = z.object({
  restApis: count,
  functions: count,
  apiKeys: count,
  usagePlans: count,
  products: count,
  people: count,
});
export type DemoData = z.infer<typeof demoData>;
