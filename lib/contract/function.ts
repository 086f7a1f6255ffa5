import { z } from 'zod';
import { entityId, methodKey, timestamp, version } from './common';

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html, as are the limits below. */
export const functionName = z
  .string()
  .trim()
  .min(1, 'Give the function a name.')
  .max(64, 'A function name has at most 64 characters.')
  .regex(/^[A-Za-z0-9_-]+$/, 'A function name holds letters, digits, - and _ only.');

const functionDescription = z.string().max(256, 'A function’s description has at most 256 characters.');

export const FUNCTION_KINDS = ['local', 'remote'] as const;
export type FunctionKind = (typeof FUNCTION_KINDS)[number];

export const LATEST = '$LATEST';

const aliasName = z
  .string()
  .trim()
  .min(1, 'Give the alias a name.')
  .max(128, 'An alias has at most 128 characters.')
  .regex(/^[A-Za-z0-9_-]+$/, 'An alias holds letters, digits, - and _ only.')
  .regex(/[^0-9]/, 'An alias is not a number: numbers are versions.');

/** "$LATEST" or a published version. */
const versionName = z.string().regex(/^(\$LATEST|[1-9]\d{0,8})$/, 'Choose $LATEST or a published version.');

/** A version or an alias. */
const qualifier = z.string().regex(/^(\$LATEST|[A-Za-z0-9_-]{1,128})$/, 'Not a version or an alias.');

export const handler = z
  .string()
  .trim()
  .max(128, 'A handler has at most 128 characters.')
  .regex(/^(?!.*\.\.)[\w$-][\w$./-]*\.[A-Za-z_$][\w$]*$/, {
    error: 'Write the file without its ending, a dot and the exported name, such as index.handler.',
  });

export const MIN_MEMORY_MB = 128;
export const MAX_MEMORY_MB = 10_240;
const memoryMb = z
  .number({ error: 'Enter a number of megabytes.' })
  .int('Enter a whole number of megabytes.')
  .min(MIN_MEMORY_MB, 'Memory is 128 to 10,240 MB.')
  .max(MAX_MEMORY_MB, 'Memory is 128 to 10,240 MB.');

export const MAX_TIMEOUT_SECONDS = 900;
const timeoutSeconds = z
  .number({ error: 'Enter a number of seconds.' })
  .int('Enter a whole number of seconds.')
  .min(1, 'A timeout is 1 to 900 seconds.')
  .max(MAX_TIMEOUT_SECONDS, 'A timeout is 1 to 900 seconds.');

const reservedConcurrency = z
  .number({ error: 'Enter a whole number.' })
  .int('Enter a whole number.')
  .min(0, 'A concurrency can’t be negative.')
  .max(1000, 'A concurrency is at most 1,000.');

/** Set by the runtime itself. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const RESERVED_VARIABLES: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);
/** What would change how the sandbox itself starts. */
const SANDBOX_VARIABLE = /^(NODE_(OPTIONS|CHANNEL_\w+|REPL_\w+|V8_COVERAGE)|LD_\w+|DYLD_\w+)$/;

/** The sentence to show, or undefined. */
export function variableNameProblem(name: string): string | undefined {
  if (RESERVED_VARIABLES.has(name)) return `${name} is set by the runtime. Use another name.`;
  if (SANDBOX_VARIABLE.test(name)) return `${name} would change the sandbox itself and can’t be set.`;
  if (!/^[A-Za-z][A-Za-z0-9_]+$/.test(name)) {
    return 'A name begins with a letter and has at least two letters, digits or underscores.';
  }
  return undefined;
}

export const MAX_ENVIRONMENT_BYTES = 4096;

/** Names and values together, as Lambda counts them. */
export const environmentBytes = (environment: Readonly<Record<string, string>>): number =>
  new TextEncoder().encode(Object.entries(environment).flat().join('')).length;

const variableValue = z
  .string()
  .max(MAX_ENVIRONMENT_BYTES, 'The environment has at most 4 KB.')
  // No process takes them.
  .refine((value) => !value.includes('\0'), 'A value can’t hold a zero byte.');

/** null keeps the value that is stored: so names can be changed without showing the values. */
export const environmentInput = z
  .record(z.string().max(128), variableValue.nullable())
  .superRefine((environment, context) => {
    for (const name of Object.keys(environment)) {
      const message = variableNameProblem(name);
      if (message !== undefined) context.addIssue({ code: 'custom', path: [name], message });
    }
  });

export const MAX_ZIP_BYTES = 50 * 1024 * 1024;
/** What the console's editor takes and shows; larger packages come as a zip. */
export const MAX_EDITABLE_BYTES = 1024 * 1024;
export const MAX_EDITABLE_FILES = 30;

const sourceFile = z.object({
  path: z
    .string()
    .max(255)
    .regex(/^(?!.*(^|\/)\.{1,2}(\/|$))[\w$@.-]+(\/[\w$@.-]+)*$/, 'A file is named like index.mjs or lib/util.mjs.'),
  text: z.string().max(MAX_EDITABLE_BYTES, 'A file in the editor has at most 1 MB. Upload a zip instead.'),
});
export const sourceFiles = z
  .array(sourceFile)
  .min(1, 'A function has at least one file.')
  .max(MAX_EDITABLE_FILES, 'The editor takes up to 30 files. Upload a zip instead.')
  .refine((files) => new Set(files.map(({ path }) => path)).size === files.length, 'Two files have the same name.')
  .refine((files) => files.reduce((sum, { text }) => sum + text.length, 0) <= MAX_EDITABLE_BYTES, {
    error: 'The editor takes up to 1 MB. Upload a zip instead.',
  });
export type SourceFile = z.infer<typeof sourceFile>;

export const remoteCredentials = z.object({
  accessKeyId: z
    .string()
    .trim()
    .regex(/^\w{8,128}$/, 'An access key id has 8 to 128 letters and digits.'),
  secretAccessKey: z.string().trim().min(1, 'Enter the secret access key.').max(256),
  sessionToken: z.string().trim().max(4096).optional(),
});

const endpointUrl = z
  .string()
  .trim()
  .max(2048)
  .refine(isEndpoint, 'Write the endpoint’s base URL, such as https://lambda.eu-central-1.amazonaws.com.')
  .transform((url) => url.replace(/\/+$/, ''));

function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isHttp = url.protocol === 'https:' || url.protocol === 'http:';
  return isHttp && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}

const remoteSettings = z.object({
  endpointUrl,
  remoteName: z
    .string()
    .trim()
    .min(1, 'Enter the function’s name or ARN there.')
    .max(170)
    .regex(/^[A-Za-z0-9_:$-]+$/, 'A name or an ARN holds letters, digits and -_:$ only.'),
  region: z
    .string()
    .trim()
    .regex(/^[a-z0-9-]{1,32}$/, 'A region such as eu-central-1.'),
});

/** Local with code (default: a small example), or remote. */
export const createFunctionInput = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('local'),
    name: functionName,
    description: functionDescription.default(''),
    files: sourceFiles,
    handler: handler.default('index.handler'),
    memoryMb: memoryMb.default(MIN_MEMORY_MB),
    timeoutSeconds: timeoutSeconds.default(3),
  }),
  remoteSettings.extend({
    kind: z.literal('remote'),
    name: functionName,
    description: functionDescription.default(''),
    /** Absent: requests are not signed. */
    credentials: remoteCredentials.optional(),
  }),
]);
export type CreateFunctionInput = z.input<typeof createFunctionInput>;

export const functionRef = z.object({ functionName });
export type FunctionRef = z.infer<typeof functionRef>;

export const updateFunctionInput = functionRef.extend({
  version,
  description: functionDescription.optional(),
  handler: handler.optional(),
  memoryMb: memoryMb.optional(),
  timeoutSeconds: timeoutSeconds.optional(),
  /** null: none reserved. */
  reservedConcurrency: reservedConcurrency.nullable().optional(),
  /** Replaces all of it. */
  environment: environmentInput.optional(),
});
export type UpdateFunctionInput = z.input<typeof updateFunctionInput>;

export const updateRemoteFunctionInput = functionRef.extend({
  version,
  description: functionDescription.optional(),
  ...remoteSettings.partial().shape,
  /** null: no longer signed. Absent: as they are. */
  credentials: remoteCredentials.nullable().optional(),
});
export type UpdateRemoteFunctionInput = z.input<typeof updateRemoteFunctionInput>;

export const updateFunctionCodeInput = functionRef.extend({ version, files: sourceFiles });
export type UpdateFunctionCodeInput = z.input<typeof updateFunctionCodeInput>;

/** The zip itself comes as the request's body. */
export const uploadFunctionCodeInput = functionRef.extend({ version: z.coerce.number().pipe(version) });

export const getFunctionCodeInput = functionRef.extend({ qualifier: qualifier.default(LATEST) });

export const publishVersionInput = functionRef.extend({ version, description: functionDescription.default('') });
export type PublishVersionInput = z.input<typeof publishVersionInput>;

export const createAliasInput = functionRef.extend({
  name: aliasName,
  functionVersion: versionName,
  description: functionDescription.default(''),
});
export type CreateAliasInput = z.input<typeof createAliasInput>;

export const updateAliasInput = functionRef.extend({
  name: aliasName,
  version,
  functionVersion: versionName.optional(),
  description: functionDescription.optional(),
});
export type UpdateAliasInput = z.input<typeof updateAliasInput>;

export const aliasRef = functionRef.extend({ name: aliasName });
export type AliasRef = z.infer<typeof aliasRef>;

export const versionRef = functionRef.extend({ number: z.number().int().positive() });
export type VersionRef = z.infer<typeof versionRef>;

const statementId = z
  .string()
  .trim()
  .min(1, 'Give the statement an id.')
  .max(100, 'A statement id has at most 100 characters.')
  .regex(/^[A-Za-z0-9_-]+$/, 'A statement id holds letters, digits, - and _ only.');

export const GATEWAY_PRINCIPAL = 'apigateway.amazonaws.com';

/** What calls come from: arn:aws:execute-api:{region}:{account}:{api}/{stage}/{METHOD}/{path}, with * and ?. */
const sourceArn = z
  .string()
  .trim()
  .max(512, 'A source ARN has at most 512 characters.')
  .regex(/^arn:aws:execute-api:[a-z0-9*?-]+:[0-9*?]{1,12}:[^\s"]+$/, {
    error: 'Write arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/path; * stands for anything.',
  });

export const addPermissionInput = functionRef.extend({
  statementId,
  /** Absent: the function without a qualifier. */
  qualifier: qualifier.optional(),
  principal: z
    .literal(GATEWAY_PRINCIPAL, { error: `Only ${GATEWAY_PRINCIPAL} invokes functions here.` })
    .default(GATEWAY_PRINCIPAL),
  /** Absent: every API of the account. */
  sourceArn: sourceArn.optional(),
});
export type AddPermissionInput = z.input<typeof addPermissionInput>;

/** One method of an API, in all its stages: what the method's page adds in one click. */
export const allowMethodInput = functionRef.extend({
  qualifier: qualifier.optional(),
  restApiId: entityId,
  resourceId: entityId,
  httpMethod: methodKey,
});
export type AllowMethodInput = z.input<typeof allowMethodInput>;

export const permissionRef = functionRef.extend({ statementId });
export type PermissionRef = z.infer<typeof permissionRef>;

/** Of a synchronous invocation. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

export const invokeFunctionInput = functionRef.extend({
  qualifier: qualifier.default(LATEST),
  payload: z.string().max(MAX_PAYLOAD_BYTES, 'A test event has at most 6 MB.').refine(isJson, 'The event is not JSON.'),
});
export type InvokeFunctionInput = z.input<typeof invokeFunctionInput>;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export const invokeFunctionResult = z.object({
  /** 200, or the status of an error of Lambda's own: 404, 429, 502 … */
  statusCode: z.number().int(),
  requestId: z.string(),
  executedVersion: z.string(),
  /** "Unhandled": the payload is { errorMessage, errorType, trace }. */
  functionError: z.string().nullable(),
  payload: z.string(),
  logTail: z.string(),
  tookMs: z.number(),
});
export type InvokeFunctionResult = z.infer<typeof invokeFunctionResult>;

export const functionLogInput = functionRef.extend({
  afterSequence: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});

export const functionLog = z.object({
  lines: z.array(
    z.object({
      sequence: z.number().int(),
      at: timestamp,
      requestId: z.string(),
      version: z.string(),
      text: z.string(),
    }),
  ),
  /** Lines that were let go or did not fit. */
  dropped: z.number().int(),
});
export type FunctionLog = z.infer<typeof functionLog>;

export const listFunctionsInput = z.object({ search: z.string().trim().max(255).default('') });
export type ListFunctionsInput = z.input<typeof listFunctionsInput>;

/** A row of the list. */
export const functionSummary = z.object({
  name: z.string(),
  arn: z.string(),
  kind: z.enum(FUNCTION_KINDS),
  description: z.string(),
  /** Of $LATEST; null where the function is remote. */
  memoryMb: z.number().int().nullable(),
  timeoutSeconds: z.number().int().nullable(),
  codeBytes: z.number().int().nullable(),
  /** Published ones, newest first. */
  versionNumbers: z.array(z.number().int()),
  aliases: z.array(z.string()),
  demo: z.boolean(),
  updatedAt: timestamp,
});
export type FunctionSummary = z.infer<typeof functionSummary>;

const functionVersion = z.object({
  /** 0: $LATEST. */
  number: z.number().int(),
  description: z.string(),
  handler: z.string(),
  memoryMb: z.number().int(),
  timeoutSeconds: z.number().int(),
  environmentNames: z.array(z.string()),
  codeSha256: z.string(),
  codeBytes: z.number().int(),
  createdAt: timestamp,
});
export type FunctionVersion = z.infer<typeof functionVersion>;

const functionAlias = z.object({
  name: z.string(),
  description: z.string(),
  functionVersion: z.string(),
  version,
});
export type FunctionAlias = z.infer<typeof functionAlias>;

const functionPermission = z.object({
  statementId: z.string(),
  qualifier: z.string().nullable(),
  principal: z.string(),
  sourceArn: z.string().nullable(),
});
export type FunctionPermission = z.infer<typeof functionPermission>;

export const functionDetail = functionSummary.extend({
  version,
  reservedConcurrency: z.number().int().nullable(),
  /** $LATEST; null where the function is remote. */
  latest: functionVersion.nullable(),
  /** Newest first. */
  versions: z.array(functionVersion),
  aliasDetails: z.array(functionAlias),
  permissions: z.array(functionPermission),
  remote: z
    .object({
      endpointUrl: z.string(),
      remoteName: z.string(),
      region: z.string(),
      /** null: requests are not signed. The secret is never shown again. */
      accessKeyId: z.string().nullable(),
    })
    .nullable(),
  /** Methods that call it, in working copies and in what stages serve. */
  usedBy: z.array(
    z.object({
      restApiId: entityId,
      apiName: z.string(),
      /** "GET /pets". */
      method: z.string(),
      /** null: the working copy. */
      stageName: z.string().nullable(),
    }),
  ),
  createdAt: timestamp,
});
export type FunctionDetail = z.infer<typeof functionDetail>;

/** The only shape that holds values of the environment. */
export const functionEnvironment = z.object({ environment: z.record(z.string(), z.string()) });
export type FunctionEnvironment = z.infer<typeof functionEnvironment>;

export const functionSource = z.object({
  version,
  codeSha256: z.string(),
  handler: z.string(),
  files: z.array(
    z.object({
      path: z.string(),
      sizeBytes: z.number().int(),
      /** null: binary, or too large to show. */
      text: z.string().nullable(),
    }),
  ),
  fileCount: z.number().int(),
  /** Whether the editor can take it as it is; other packages are replaced by uploading a zip. */
  editable: z.boolean(),
  /** Whether the package has the file that the handler names. */
  handlerFound: z.boolean(),
});
export type FunctionSource = z.infer<typeof functionSource>;
