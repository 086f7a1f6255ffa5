// The import walls of ARCHITECTURE.md. Each is an error, and scripts/import-walls.test.ts plants a breach of every one.

/** What the data plane may use from npm: no framework, no database, no validator. */
const GATEWAY_LIBRARIES = [
  '@opentelemetry/api',
  '@smithy/signature-v4',
  'ajv',
  'ajv-draft-04',
  'ajv-formats',
  'ipaddr.js',
  'jose',
  'lru-cache',
  'prom-client',
  're2js',
  'ws',
];
const TEST_LIBRARIES = ['dynalite', 'fast-check', 'tinybench', 'undici', 'vitest'];

const TEST = '([.]test[.]tsx?$|/testing/)';
const CLIENT = '^(components|lib/client)/';
const CONCERNS =
  '^lib/gateway/(authorizers|cache|errors|http|integrations|limits|mapping|observe|routing|upstream|user-pools|validation)/';

const npm = (names) => `node_modules/(${names.map((name) => name.replace(/[.]/g, '[.]')).join('|')})/`;
const VALUE = { dependencyTypesNot: ['type-only', 'pre-compilation-only', 'type-import'] };

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'gateway-is-self-contained',
      comment: 'lib/gateway runs alone from a JSON definition: nothing of lib/ outside itself, not even types.',
      severity: 'error',
      from: { path: '^lib/gateway/' },
      to: { path: '^(app|bench|components|e2e|lib|scripts|instrumentation|proxy)', pathNot: '^lib/gateway/' },
    },
    {
      name: 'gateway-libraries',
      comment: 'lib/gateway imports only node: and the libraries listed in .dependency-cruiser.cjs.',
      severity: 'error',
      from: { path: '^lib/gateway/', pathNot: TEST },
      to: { path: 'node_modules/', pathNot: npm([...GATEWAY_LIBRARIES, '@types']) },
    },
    {
      name: 'gateway-test-libraries',
      comment: 'Tests of lib/gateway may use the test libraries besides.',
      severity: 'error',
      from: { path: `^lib/gateway/.*${TEST}` },
      to: { path: 'node_modules/', pathNot: npm([...GATEWAY_LIBRARIES, ...TEST_LIBRARIES, '@types', '@vitest']) },
    },
    {
      name: 'only-runtime-runs-the-gateway',
      comment:
        'Everyone may use the types of lib/gateway; only lib/runtime (and bench) may run it. Two exceptions are arithmetic on which the gateway and who reads its counts must agree, the third makes certificates for tests.',
      severity: 'error',
      from: { pathNot: '^(lib/gateway|lib/runtime|bench)/' },
      to: {
        path: '^lib/gateway/',
        pathNot: '^lib/gateway/(limits/calendar|observe/histogram|testing/certificate)[.]ts$',
        ...VALUE,
      },
    },
    {
      name: 'only-store-knows-prisma',
      severity: 'error',
      from: { pathNot: '^(lib/store/|scripts/lib/schema-engine)' },
      to: { path: '(node_modules/(@prisma|[.]prisma|prisma|pg|better-sqlite3)/|^lib/store/generated/)' },
    },
    {
      name: 'control-knows-no-framework',
      comment: 'Verbs work the same from the console, the management API and a script.',
      severity: 'error',
      from: { path: '^lib/(control|store|runtime|contract|auth/can)' },
      to: { path: '(node_modules/(next|react|react-dom|next-auth)/|^(app|components|lib/(server|client|actions))/)' },
    },
    {
      name: 'store-knows-no-verbs',
      severity: 'error',
      from: { path: '^lib/store/' },
      to: { path: '^lib/(control|runtime)/', ...VALUE },
    },
    {
      name: 'runtime-knows-no-verbs',
      severity: 'error',
      from: { path: '^lib/runtime/' },
      to: { path: '^lib/(control|auth)/' },
    },
    {
      name: 'pages-and-actions-go-through-verbs',
      comment: 'Pages, route handlers and server actions reach the database only through lib/control.',
      severity: 'error',
      from: { path: '^(app|lib/actions)/', pathNot: TEST },
      to: { path: '^lib/store/' },
    },
    {
      name: 'client-imports-no-server-code',
      comment: 'lib/contract and lib/auth/can.ts are the shared ground; lib/actions is what a browser may call.',
      severity: 'error',
      from: { path: CLIENT, pathNot: TEST },
      to: {
        path: '^(lib/|app/|instrumentation|proxy)',
        pathNot: '^lib/(client|contract|actions)/|^lib/(auth/can|errors)[.]ts$',
        ...VALUE,
      },
    },
    {
      name: 'client-imports-no-node',
      severity: 'error',
      from: { path: '^(components|lib/(client|contract)|lib/auth/can)', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'contract-is-plain',
      comment: 'Contracts are shared with the browser: zod, date arithmetic and types, nothing else.',
      severity: 'error',
      from: { path: '^lib/(contract/|auth/can)', pathNot: TEST },
      to: {
        path: '^(lib|app|components)/|node_modules/',
        pathNot: `^lib/(contract|gateway)/|^lib/(auth/can|errors)[.]ts$|${npm(['zod', 'date-fns'])}`,
      },
    },
    {
      name: 'steps-do-not-import-steps',
      comment: 'A step is one job; what two of them need is a concern of its own.',
      severity: 'error',
      from: { path: '^lib/gateway/pipeline/(steps|finish)/', pathNot: TEST },
      to: { path: '^lib/gateway/pipeline/(steps|finish)/' },
    },
    {
      name: 'concerns-do-not-import-the-pipeline',
      comment: 'Types of the exchange may pass; the order of steps is nobody else’s business.',
      severity: 'error',
      from: { path: CONCERNS, pathNot: TEST },
      to: { path: '^lib/gateway/(pipeline|server|snapshot)/', ...VALUE },
    },
    {
      name: 'product-does-not-import-tests',
      severity: 'error',
      from: { path: '^(app|components|lib|scripts|instrumentation|proxy)', pathNot: `${TEST}|^scripts/lib/bundle` },
      to: { path: TEST },
    },
    {
      name: 'product-does-not-import-tools',
      comment: 'scripts, bench and e2e build, measure and test the product; they are not in it.',
      severity: 'error',
      from: { path: '^(app|components|lib|instrumentation|proxy)', pathNot: TEST },
      to: { path: '^(scripts|bench|e2e)/' },
    },
    {
      name: 'no-dev-dependencies-in-the-product',
      severity: 'error',
      from: { path: '^(app|components|lib|instrumentation|proxy)', pathNot: TEST },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm-peer'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: VALUE },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^([.]next|dist|node_modules/[.]cache)' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
    skipAnalysisNotInRules: true,
  },
};
