// What the bench's backends answer and its clients send.

/** 220 bytes. */
export const SMALL_JSON = JSON.stringify({ id: 7, name: 'Rex', tags: ['dog', 'brown'], note: 'x'.repeat(165) });

/** 2 KB: an order as APIs pass them on. */
export const ORDER_JSON = JSON.stringify({
  id: 'ord_71f3',
  customer: { name: 'Ada Lovelace', email: 'ada@example.com', address: { city: 'London', zip: 'W1J 9DS' } },
  items: Array.from({ length: 16 }, (_, index) => ({
    ...{ sku: `sku-${1000 + index}`, title: `Article number ${index}`, quantity: index + 1, price: 19.95 },
    ...{ tags: ['new', 'blue'], isGift: index % 3 === 0 },
  })),
});
