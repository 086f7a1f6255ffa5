import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

interface Pet {
  readonly id: number;
  readonly type: string;
  readonly name: string;
  readonly price: number;
}

const NAMES = [
  'Biscuit',
  'Clover',
  'Domino',
  'Ember',
  'Fig',
  'Ginger',
  'Hazel',
  'Indigo',
  'Juniper',
  'Kiwi',
  'Luna',
  'Maple',
];
const TYPES = ['dog', 'cat', 'fish', 'bird'];
const FIRST_PETS: readonly Pet[] = Array.from({ length: 48 }, (_, index) => ({
  id: index + 1,
  type: TYPES[index % TYPES.length] ?? 'dog',
  name: NAMES[index % NAMES.length] ?? 'Pet',
  price: 20 + ((index * 37) % 480),
}));
const MAX_PETS = 1_000;
const MAX_BODY_BYTES = 64 * 1024;

/**
 * The demo's backend: a small pet store, and endpoints that misbehave on purpose.
 *
 *   GET  /pets?type=dog&limit=10   POST /pets   GET|PUT|DELETE /pets/{id}   GET /inventory   POST /orders   GET /orders/{id}
 *   ANY  /echo/...        answers with what it was sent
 *   GET  /slow?ms=800     answers late (at random up to 1,500 ms when not told)
 *   GET  /flaky           one in four answers is a 500 or 503
 *   GET  /hang            never answers       GET /reset   closes the connection
 */
export function startDemoBackend(port: number, host = '127.0.0.1'): Promise<Server> {
  const pets = new Map(FIRST_PETS.map((pet) => [pet.id, pet]));
  const server = createServer((req, res) => {
    answer(req, res, pets).catch(() => res.destroy());
  });
  server.keepAliveTimeout = 65_000; // Longer than the gateway keeps idle connections, so that the gateway closes them.
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

async function answer(req: IncomingMessage, res: ServerResponse, pets: Map<number, Pet>): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://backend');
  const [, area = '', id] = url.pathname.split('/');
  const method = req.method ?? 'GET';
  switch (area) {
    case '':
      return send(res, 200, {
        service: 'pet store',
        endpoints: ['/pets', '/inventory', '/orders', '/echo', '/slow', '/flaky'],
      });
    case 'pets':
      return id === undefined ? petList(req, res, url, pets) : onePet(req, res, pets, Number(id));
    case 'inventory':
      return send(
        res,
        200,
        Object.fromEntries(TYPES.map((type) => [type, [...pets.values()].filter((pet) => pet.type === type).length])),
      );
    case 'orders':
      if (method === 'POST') return send(res, 201, { id: orderId(), status: 'placed', ...(await readJson(req)) });
      return send(res, 200, { id: id ?? orderId(), status: 'shipped' });
    case 'echo':
      return send(res, 200, { method, path: req.url, headers: req.headers, body: await readText(req) });
    case 'slow':
      await delay(Math.min(Number(url.searchParams.get('ms') ?? 200 + Math.random() * 1_300), 30_000));
      return send(res, 200, { report: 'quarterly', rows: 1_204 });
    case 'flaky':
      await delay(20 + Math.random() * 80);
      if (Math.random() < 0.25)
        return send(res, Math.random() < 0.5 ? 500 : 503, { message: 'The warehouse does not answer.' });
      return send(res, 200, { stock: Math.floor(Math.random() * 500) });
    case 'hang':
      return;
    case 'reset':
      res.destroy();
      return;
    default:
      return send(res, 404, { message: `There is no ${url.pathname} here.` });
  }
}

async function petList(req: IncomingMessage, res: ServerResponse, url: URL, pets: Map<number, Pet>): Promise<void> {
  if (req.method === 'POST') {
    const { type = 'dog', name = 'Newcomer', price = 100 } = await readJson(req);
    const pet: Pet = { id: Math.max(...pets.keys()) + 1, type: String(type), name: String(name), price: Number(price) };
    const oldest = [...pets.keys()].find((id) => id > FIRST_PETS.length);
    if (pets.size >= MAX_PETS && oldest !== undefined) pets.delete(oldest);
    pets.set(pet.id, pet);
    return send(res, 201, pet, { location: `/pets/${pet.id}` });
  }
  if (req.method !== 'GET') return send(res, 405, { message: 'Use GET or POST.' }, { allow: 'GET, POST' });
  const type = url.searchParams.get('type');
  if (type !== null && !TYPES.includes(type)) return send(res, 400, { message: `type is one of ${TYPES.join(', ')}.` });
  const limit = Math.min(Math.max(Number(url.searchParams.get('limit')) || 20, 1), 100);
  await delay(5 + Math.random() * 20);
  const found = [...pets.values()].filter((pet) => type === null || pet.type === type);
  return send(res, 200, found.slice(0, limit), { 'x-total-count': String(found.length) });
}

async function onePet(req: IncomingMessage, res: ServerResponse, pets: Map<number, Pet>, id: number): Promise<void> {
  const pet = pets.get(id);
  if (pet === undefined) return send(res, 404, { message: 'No such pet.' });
  if (req.method === 'DELETE') {
    if (id > FIRST_PETS.length) pets.delete(id);
    res.writeHead(204).end();
    return;
  }
  if (req.method === 'PUT') {
    const { name = pet.name, price = pet.price } = await readJson(req);
    const changed = { ...pet, name: String(name), price: Number(price) };
    pets.set(id, changed);
    return send(res, 200, changed);
  }
  return send(res, 200, pet);
}

function send(res: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const text = JSON.stringify(body);
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers });
  res.end(text);
}

async function readJson(req: IncomingMessage): Promise<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(await readText(req));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

async function readText(req: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of req) {
    text += chunk;
    if (text.length > MAX_BODY_BYTES) throw new Error('The body is too large for the demo.');
  }
  return text;
}

function orderId(): string {
  return Math.floor(Math.random() * 1e6).toString(36);
}
