import { ORDER_JSON } from './documents';
import type { LoadRequest } from './load';
import type { Gateway, Installation, Rival, Server } from './servers';
import { signedLoad } from './signatures';

export interface Contestant {
  readonly name: string;
  readonly server: Server;
  /** A function: of what does not stay valid, made right before each load. */
  readonly request: LoadRequest | (() => Promise<LoadRequest>);
}

export interface Scenario {
  readonly name: string;
  /** Every answer is an error on purpose. */
  readonly expectsFailures: boolean;
  /** Ours first. */
  readonly contestants: readonly Contestant[];
}

/** Ours at scale, and ours as it is compared: names in the table. */
export const SMALL = 'gatehouse';
export const MANY_RESOURCES = 'gatehouse, 1,000 resources';
export const MANY_KEYS = 'gatehouse, 100,000 keys';

/** Both ways through templates, and as it is. */
export const MAPPED = 'gatehouse, HTTP with templates';
export const PASSED_ON = 'gatehouse, HTTP_PROXY';
/** Nobody asked, a token that is known, and tokens that each have to be verified. */
export const OPEN = 'gatehouse, open';
export const REPEATED_TOKEN = 'gatehouse, a token again and again';
export const DISTINCT_TOKENS = 'gatehouse, 20,000 tokens in turn';
/** Each of a caller of its own. */
export const SIGNED = 'gatehouse, signatures of 1,000 callers';
const JSON_TYPE = { 'Content-Type': 'application/json' };

export function scenariosOf({ small, manyResources, manyKeys, rivals, tokens }: Installation): Scenario[] {
  const [key = ''] = small.apiKeys;
  const withKey = { 'x-api-key': key };
  const ours = (path: string, headers = {}, body?: string): Contestant => ({
    ...{ name: SMALL, server: small },
    request: { url: `${small.origin}${small.path(path)}`, headers, ...(body === undefined ? {} : { body }) },
  });
  const theirs = (path: string, names: readonly Rival[], headers = {}): Contestant[] =>
    names.flatMap((name) => {
      const server = rivals.get(name);
      if (server === undefined) return [];
      return [{ name: RIVAL_NAMES[name], server, request: { url: `${server.origin}/${path}`, headers } }];
    });

  return [
    {
      name: 'fixed answer (MOCK)',
      expectsFailures: false,
      contestants: [ours('fixed'), ...theirs('fixed', ['nginx', 'node'])],
    },
    {
      name: 'HTTP_PROXY',
      expectsFailures: false,
      contestants: [
        ours('proxy'),
        {
          ...{ name: MANY_RESOURCES, server: manyResources },
          request: { url: `${manyResources.origin}${manyResources.path('proxy')}`, headers: {} },
        },
        ...theirs('proxy', ['nginx', 'undici', 'http-proxy', 'fastify']),
      ],
    },
    {
      // The function host and its sandboxes run beside the load: what is measured is the gateway's share.
      name: 'AWS_PROXY warm',
      expectsFailures: false,
      contestants: [ours('function')],
    },
    {
      name: 'HTTP_PROXY with key, throttle, quota, metrics, log',
      expectsFailures: false,
      contestants: [
        {
          // The same callers through the same generator as the many keys.
          ...{ name: SMALL, server: small },
          request: { url: `${small.origin}${small.path('full')}`, headers: {}, inTurn: keysOf(small) },
        },
        {
          ...{ name: MANY_KEYS, server: manyKeys },
          request: { url: `${manyKeys.origin}${manyKeys.path('full')}`, headers: {}, inTurn: keysOf(manyKeys) },
        },
        ...theirs('full', ['nginx'], withKey),
      ],
    },
    {
      name: 'cache hit',
      expectsFailures: false,
      contestants: [ours('cached'), ...theirs('cached', ['nginx'])],
    },
    {
      name: '2 KB of JSON, posted and answered',
      expectsFailures: false,
      contestants: [
        { ...ours('mapped', JSON_TYPE, ORDER_JSON), name: MAPPED },
        { ...ours('order', JSON_TYPE, ORDER_JSON), name: PASSED_ON },
      ],
    },
    {
      name: 'HTTP_PROXY with a token of an issuer',
      expectsFailures: false,
      contestants: [
        { ...ours('proxy'), name: OPEN },
        { ...ours('people', { Authorization: tokens.token }), name: REPEATED_TOKEN },
        {
          ...{ name: DISTINCT_TOKENS, server: small },
          request: {
            ...{ url: `${small.origin}${small.path('people')}`, headers: {} },
            inTurn: { header: 'Authorization', values: tokens.distinctTokens },
          },
        },
      ],
    },
    {
      name: 'HTTP_PROXY with Signature Version 4',
      expectsFailures: false,
      contestants: [
        { ...ours('proxy'), name: OPEN },
        {
          ...{ name: SIGNED, server: small },
          request: () => signedLoad(`${small.origin}${small.path('signed')}`, small.signers),
        },
      ],
    },
    {
      name: 'unknown key (403)',
      expectsFailures: true,
      contestants: [
        ours('full', { 'x-api-key': 'nobody-has-this-key' }),
        ...theirs('full', ['nginx'], { 'x-api-key': 'nobody-has-this-key' }),
      ],
    },
  ];
}

const keysOf = ({ apiKeys }: Gateway) => ({ header: 'x-api-key', values: apiKeys });

const RIVAL_NAMES: Readonly<Record<Rival, string>> = {
  nginx: 'nginx',
  fastify: '@fastify/http-proxy',
  'http-proxy': 'http-proxy',
  undici: 'node:http + undici',
  node: 'node:http',
};
