import { existsSync, writeFileSync } from 'node:fs';

/** Sent with every page, answer and file of the console. Pages get their Content-Security-Policy from proxy.ts, which knows the nonce. */
const SECURITY_HEADERS = [
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
];

/** For what is no page: nothing in it may run, whatever a browser takes it for. User pools' own sign-in pages say what they need. */
const NOTHING_RUNS = [{ key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'" }];

/** Browsers ignore it over plain HTTP, but a proxy that speaks HTTPS for us says so. */
const HTTPS_ONLY = [{ key: 'Strict-Transport-Security', value: 'max-age=63072000' }];

const distDir = process.env.NEXT_DIST_DIR || '.next';

/** Next adds the types of its build to the tsconfig it is given; a build in another folder gets one of its own. */
function tsconfigOf(folder) {
  if (folder === '.next') return 'tsconfig.json';
  const file = `tsconfig${folder}.json`;
  if (!existsSync(file)) writeFileSync(file, JSON.stringify({ extends: './tsconfig.json' }));
  return file;
}

/** @type {import('next').NextConfig} */
const config = {
  // Several checkouts of one machine, or a build beside a running server, each need a folder of their own.
  distDir,
  poweredByHeader: false,
  // Next's dev server would print what actions are called with: passwords and secret keys.
  logging: { serverFunctions: false },
  reactStrictMode: true,
  // `npm run verify` checks types, faster and for the whole repository.
  typescript: { ignoreBuildErrors: true, tsconfigPath: tsconfigOf(distDir) },
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  serverExternalPackages: [
    '@prisma/adapter-better-sqlite3',
    '@prisma/adapter-pg',
    '@prisma/client',
    'better-sqlite3',
    'pg',
    'pino',
  ],
  // Bodies of server actions: an imported key list is the largest.
  experimental: { serverActions: { bodySizeLimit: '4mb' } },
  // Here and not in a page: a page behind a streamed layout can only redirect once the browser has drawn it.
  async redirects() {
    return [{ source: '/apis/:apiId', destination: '/apis/:apiId/resources', permanent: false }];
  },
  async headers() {
    return [
      { source: '/:path*', headers: SECURITY_HEADERS },
      { source: '/:path((?!cognito-idp(?:/|$)).*)', headers: NOTHING_RUNS },
      {
        source: '/:path*',
        has: [{ type: 'header', key: 'x-forwarded-proto', value: 'https.*' }],
        headers: HTTPS_ONLY,
      },
    ];
  },
};

export default config;
