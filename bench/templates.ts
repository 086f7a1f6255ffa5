import type { Bench } from 'tinybench';
import { compileTemplate, TemplateSyntaxError } from '../lib/gateway/mapping/vtl/template';
import { UtilObject } from '../lib/gateway/mapping/vtl/util-object';

// A JSON body of 2 KB into another of 2 KB, as mapping templates do it.
const order = {
  id: 'ord-2041',
  currency: 'EUR',
  customer: { name: 'Ada Lovelace', email: 'ada@example.com', vip: true },
  items: Array.from({ length: 16 }, (_, i) => ({
    sku: `SKU-${1000 + i}`,
    title: `Part number ${i} of the "analytical" engine`,
    quantity: (i % 4) + 1,
    price: 19.5 + i,
    gift: i % 3 === 0,
  })),
};

const TEMPLATE = `#set($total = 0.0)
{
  "reference": "$order.id",
  "contact": { "name": "$util.escapeJavaScript($order.customer.name)", "mail": "$order.customer.email" },
  "lines": [
#foreach($item in $order.items)
#set($sum = $item.price * $item.quantity)
#set($total = $total + $sum)
    { "no": $foreach.count, "sku": "$item.sku", "text": "$util.escapeJavaScript($item.title)", "sum": $sum#if($item.gift), "wrap": true#end }#if($foreach.hasNext),#end

#end
  ],
  "total": "$total $order.currency"
}
`;

export function addTemplates(bench: Bench): void {
  const template = compileTemplate(TEMPLATE);
  if (template instanceof TemplateSyntaxError) throw template;
  const roots = new Map<string, typeof order | UtilObject>([
    ['order', order],
    ['util', new UtilObject()],
  ]);
  bench.add('template: 2 KB of JSON', () => template.render(roots));

  const plain = compileTemplate(
    '{"name": "$order.customer.name", "mail": "$!order.customer.email", "id": "$order.id"}',
  );
  if (plain instanceof TemplateSyntaxError) throw plain;
  bench.add('template: three values', () => plain.render(roots));
}
