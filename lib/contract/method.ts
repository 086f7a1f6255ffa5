import { z } from 'zod';
import { authorizationType } from './authorizer';
import { namesService, serviceUriProblem } from './aws-service';
import { entityId, methodKey, recordOf, version } from './common';
import { lambdaTarget } from './function-arn';
import { requestExpressionProblem, reservedHeaderProblem, responseExpressionProblem } from './mapping';
import { modelName } from './model';
import { roleNameOf } from './service-role';
import { explanation, traceStep } from './trace';

export const INTEGRATION_TYPES = ['MOCK', 'HTTP', 'HTTP_PROXY', 'AWS', 'AWS_PROXY'] as const;
export const integrationType = z.enum(INTEGRATION_TYPES);
export type IntegrationType = z.infer<typeof integrationType>;

/** The backend's answer goes to the client as it is: nothing is mapped. */
export const isProxy = (type: IntegrationType): boolean => type === 'HTTP_PROXY' || type === 'AWS_PROXY';

/** Calls a Lambda function or another AWS service: its URI is an ARN. */
export const callsAws = (type: string): boolean => type === 'AWS' || type === 'AWS_PROXY';

/** An AWS service that is not Lambda. */
export const callsService = (type: string, uri: string): boolean => type === 'AWS' && namesService(uri);

export const callsFunction = (type: string, uri: string): boolean => callsAws(type) && !callsService(type, uri);
export const PASSTHROUGH_BEHAVIORS = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'] as const;
export const CONTENT_HANDLINGS = ['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'] as const;
/** Absent: passed through. */
export const contentHandling = z.enum(CONTENT_HANDLINGS);
export const passthroughBehavior = z.enum(PASSTHROUGH_BEHAVIORS);
export const DEFAULT_TIMEOUT_MS = 29_000;
export const MAX_TIMEOUT_MS = 29_000;

/**
 * BUFFERED: the whole answer, at most 10 MB. STREAM: as much as there is, part by part; nothing that needs all of it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html
 */
export const RESPONSE_TRANSFER_MODES = ['BUFFERED', 'STREAM'] as const;
export const responseTransferMode = z.enum(RESPONSE_TRANSFER_MODES);
export type ResponseTransferMode = z.infer<typeof responseTransferMode>;
/** A stream may take 15 minutes. */
export const MAX_STREAM_TIMEOUT_MS = 900_000;
export const canStream = (type: string): boolean => type === 'HTTP_PROXY';
export const maxTimeoutMs = (mode: ResponseTransferMode | undefined): number =>
  mode === 'STREAM' ? MAX_STREAM_TIMEOUT_MS : MAX_TIMEOUT_MS;

const parameterName = '[a-zA-Z0-9._$-]+';
const statusCode = z.string().regex(/^[2-5]\d\d$/, 'A status code is a number from 200 to 599.');
const mediaType = z.string().regex(/^[\w.+*-]+\/[\w.+*-]+$|^\$default$/, 'Not a media type, such as application/json.');

export const requestParameters = recordOf(
  z.string().regex(new RegExp(`^method\\.request\\.(header|querystring|path)\\.${parameterName}$`), {
    error: 'Write method.request.header.NAME, method.request.querystring.NAME or method.request.path.NAME.',
  }),
  z.boolean(),
);

/** Its syntax; whether what it reads is declared is checked where the whole method is known (control/method/rules.ts). */
const mappingExpression = (problem: (expression: string) => string | undefined) =>
  z.string().trim().min(1, 'Enter a mapping expression.').max(2048).superRefine(refuse(problem));

const template = z.string().max(300 * 1024, 'A template has at most 300 KB.');

function refuse(problem: (text: string) => string | undefined) {
  return (text: string, context: z.RefinementCtx) => {
    const message = problem(text);
    if (message !== undefined && text !== '') context.addIssue({ code: 'custom', message });
  };
}

/** The header a parameter key names ("method.response.header.X") must not be one of the gateway's own. */
function refuseReserved(side: 'request' | 'response') {
  return (parameters: Readonly<Record<string, string>>, context: z.RefinementCtx) => {
    for (const key of Object.keys(parameters)) {
      const [, header] = /\.header\.(.+)$/.exec(key) ?? [];
      const message = header === undefined ? undefined : reservedHeaderProblem(header, side);
      if (message !== undefined) context.addIssue({ code: 'custom', path: [key], message });
    }
  };
}

export const integrationResponse = z.object({
  statusCode,
  selectionPattern: z.string().max(1024).default(''),
  responseParameters: recordOf(
    z.string().regex(new RegExp(`^method\\.response\\.header\\.${parameterName}$`), {
      error: 'Write method.response.header.NAME.',
    }),
    mappingExpression(responseExpressionProblem),
  )
    .superRefine(refuseReserved('response'))
    .default({}),
  responseTemplates: recordOf(mediaType, template).default({}),
  contentHandling: contentHandling.optional(),
});

export const integration = z
  .object({
    type: integrationType,
    httpMethod: methodKey.optional(),
    uri: z.string().trim().max(2048).optional(),
    /** AWS services: the ARN of the role whose credentials sign requests. */
    credentials: z.string().trim().max(512).optional(),
    requestParameters: recordOf(
      z.string().regex(new RegExp(`^integration\\.request\\.(header|querystring|path)\\.${parameterName}$`), {
        error: 'Write integration.request.header.NAME, …querystring.NAME or …path.NAME.',
      }),
      mappingExpression(requestExpressionProblem),
    )
      .superRefine(refuseReserved('request'))
      .default({}),
    requestTemplates: recordOf(mediaType, template).default({}),
    passthroughBehavior: passthroughBehavior.default('WHEN_NO_MATCH'),
    contentHandling: contentHandling.optional(),
    timeoutInMillis: z
      .number({ error: 'Enter a number of milliseconds.' })
      .int()
      .min(50, 'Timeout should be between 50 ms and 29000 ms')
      .max(MAX_STREAM_TIMEOUT_MS, 'Timeout should be between 50 ms and 29000 ms, with STREAM 900000 ms')
      .default(DEFAULT_TIMEOUT_MS),
    /** Absent: BUFFERED. */
    responseTransferMode: responseTransferMode.optional(),
    /** Absent: the backend's certificate is verified. */
    tlsConfig: z.object({ insecureSkipVerification: z.boolean() }).optional(),
    cacheNamespace: z.string().max(128).optional(),
    cacheKeyParameters: z
      .array(
        z
          .string()
          .regex(new RegExp(`^(method|integration)\\.request\\.(header|querystring|path)\\.${parameterName}$`), {
            error: 'Write method.request.querystring.NAME, …header.NAME or …path.NAME.',
          }),
      )
      .default([]),
    integrationResponses: z.array(integrationResponse).default([]),
  })
  .superRefine((value, context) => {
    const refuseField = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (value.timeoutInMillis > maxTimeoutMs(value.responseTransferMode)) {
      refuseField('timeoutInMillis', 'Timeout should be between 50 ms and 29000 ms');
    }
    if (value.responseTransferMode === 'STREAM') {
      if (!canStream(value.type)) {
        refuseField('responseTransferMode', 'Responses are streamed from HTTP_PROXY integrations only.');
      }
      if (value.contentHandling !== undefined) {
        refuseField('contentHandling', 'A streamed response is passed on as it is: nothing is converted.');
      }
    }
    if (value.tlsConfig !== undefined && value.type !== 'HTTP' && value.type !== 'HTTP_PROXY') {
      context.addIssue({
        code: 'custom',
        path: ['tlsConfig'],
        message: 'tlsConfig is supported only for HTTP and HTTP_PROXY integrations.',
      });
    }
    if (value.credentials !== undefined && !callsService(value.type, value.uri ?? '')) {
      context.addIssue({
        code: 'custom',
        path: ['credentials'],
        message:
          'Credentials are for AWS services: functions have permissions, and other backends take mapped headers.',
      });
    }
    if (value.type === 'MOCK') return;
    if (!value.httpMethod) {
      context.addIssue({
        code: 'custom',
        path: ['httpMethod'],
        message: 'Enumeration value for HttpMethod must be non-empty',
      });
    }
    if (callsService(value.type, value.uri ?? '')) {
      const message = serviceUriProblem(value.uri ?? '');
      if (message !== undefined) context.addIssue({ code: 'custom', path: ['uri'], message });
      const roleMessage = roleArnProblem(value.credentials ?? '');
      if (roleMessage !== undefined) context.addIssue({ code: 'custom', path: ['credentials'], message: roleMessage });
      return;
    }
    if (callsAws(value.type)) {
      const message = namesService(value.uri ?? '')
        ? 'Integrations of type ‘AWS_PROXY’ currently only supports Lambda function: use the type AWS for other services.'
        : lambdaUriProblem(value.uri ?? '');
      if (message !== undefined) context.addIssue({ code: 'custom', path: ['uri'], message });
      if (value.httpMethod && value.httpMethod !== 'POST') {
        const notPost = 'Lambda functions are invoked with POST, whatever the client sends.';
        context.addIssue({ code: 'custom', path: ['httpMethod'], message: notPost });
      }
      return;
    }
    if (!value.uri || !isHttpUri(value.uri)) {
      context.addIssue({
        code: 'custom',
        path: ['uri'],
        message:
          'Invalid HTTP endpoint specified for URI: write http:// or https:// and a host, such as https://example.com/pets/{petId}.',
      });
    }
  });
export type IntegrationInput = z.input<typeof integration>;
export type Integration = z.output<typeof integration>;

/** What the stage fills in may be anything. */
export const withoutStageVariables = (uri: string): string =>
  uri.replace(/\$\{stageVariables(\.\w+|\['\w+'\])\}/g, 'x');

/** What is wrong with the URI of a function, or undefined. */
export function lambdaUriProblem(uri: string): string | undefined {
  if (lambdaTarget(withoutStageVariables(uri)) !== undefined) return undefined;
  const hint = /^arn:aws:apigateway:/.test(uri)
    ? 'AWS ARN for integration must contain path or action'
    : 'Invalid ARN specified in the request';
  return `${hint}: choose a function, or write arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/FUNCTION_ARN/invocations.`;
}

/** What is wrong with the ARN of a service's role, or undefined. */
export function roleArnProblem(arn: string): string | undefined {
  if (arn === '') return 'Role ARN must be specified for AWS integrations';
  if (/^arn:aws[a-z-]*:iam::\*:user\/\*$/.test(arn)) {
    return 'Calling a service with the caller’s own credentials is not supported yet: choose a service role.';
  }
  return roleNameOf(withoutStageVariables(arn)) === undefined
    ? 'Invalid ARN specified in the request: write arn:aws:iam::ACCOUNT:role/NAME.'
    : undefined;
}

/** A stage variable may stand for anything after the protocol. */
export function isHttpUri(uri: string): boolean {
  if (!/^https?:\/\/[^/?#\s]/.test(uri)) return false;
  const sample = withoutStageVariables(uri).replace(/\{[A-Za-z0-9._-]+\+?\}/g, 'x');
  return !/[{}\s\\]/.test(sample) && URL.canParse(sample);
}

/** Media type → name of a model. */
const models = recordOf(mediaType, modelName);

export const methodResponse = z.object({
  statusCode,
  responseParameters: recordOf(
    z.string().regex(new RegExp(`^method\\.response\\.header\\.${parameterName}$`), {
      error: 'Write method.response.header.NAME.',
    }),
    z.boolean(),
  ).default({}),
  responseModels: models.default({}),
});

const methodSettingsShape = {
  authorizationType: authorizationType.default('NONE'),
  /** CUSTOM and COGNITO_USER_POOLS: who checks callers. */
  authorizerId: entityId.nullable().default(null),
  /** COGNITO_USER_POOLS: an access token with one of these is asked for; without any, an ID token. */
  authorizationScopes: z
    .array(z.string().trim().min(1, 'A scope is not empty.').max(256).regex(/^\S+$/, 'A scope holds no spaces.'))
    .max(10, 'A method has at most 10 scopes.')
    .default([]),
  apiKeyRequired: z.boolean().default(false),
  operationName: z.string().max(64).default(''),
  requestParameters: requestParameters.default({}),
  /** By media type or $default: what the validator compares bodies with. */
  requestModels: models.default({}),
  /** Null: requests are not validated. */
  requestValidatorId: entityId.nullable().default(null),
  methodResponses: z.array(methodResponse).default([]),
  integration,
};

/** Creates a method with its integration. */
export const createMethodInput = z.object({
  restApiId: entityId,
  resourceId: entityId,
  httpMethod: methodKey,
  ...methodSettingsShape,
});
export type CreateMethodInput = z.input<typeof createMethodInput>;

/** Replaces the method's request, integration and responses as one edit. */
export const updateMethodInput = createMethodInput.extend({ version });
export type UpdateMethodInput = z.input<typeof updateMethodInput>;

export const methodRef = z.object({ restApiId: entityId, resourceId: entityId, httpMethod: methodKey });
export type MethodRef = z.infer<typeof methodRef>;

/** With the version, the delete is refused when the method has changed since. */
export const deleteMethodInput = methodRef.extend({ version: version.optional() });
export type DeleteMethodInput = z.input<typeof deleteMethodInput>;

/** All that an owner sets about a method, checked: the integration is null only where a method was made without one. */
export type MethodConfig = Pick<
  z.output<typeof createMethodInput>,
  | 'authorizationType'
  | 'authorizerId'
  | 'authorizationScopes'
  | 'apiKeyRequired'
  | 'operationName'
  | 'requestParameters'
  | 'requestModels'
  | 'requestValidatorId'
  | 'methodResponses'
> & { readonly integration: Integration | null };

export const methodDetail = createMethodInput.extend({
  version,
  path: z.string(),
  integration: integration.nullable(),
});
export type MethodDetail = z.output<typeof methodDetail>;

/** Test invoke of the working copy. */
export const testInvokeInput = methodRef.extend({
  /** The verb to send where the method is ANY. */
  verb: methodKey.exclude(['ANY']).optional(),
  pathParameters: z.record(z.string(), z.string()).default({}),
  queryString: z.string().max(8192).default(''),
  headers: z.array(z.object({ name: z.string().min(1).max(128), value: z.string().max(8192) })).default([]),
  body: z
    .string()
    .max(10 * 1024 * 1024, 'A body has at most 10 MB.')
    .default(''),
  stageVariables: z.record(z.string(), z.string()).default({}),
});
export type TestInvokeInput = z.input<typeof testInvokeInput>;

export const testInvokeResult = z.object({
  status: z.number().int(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  body: z.string(),
  isBase64Encoded: z.boolean(),
  bodyTruncated: z.boolean(),
  latencyMs: z.number(),
  steps: z.array(traceStep),
  /** Why the gateway answered by itself; null: it did not. */
  explanation: explanation.nullable(),
});
export type TestInvokeResult = z.infer<typeof testInvokeResult>;
