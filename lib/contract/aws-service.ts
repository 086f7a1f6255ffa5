/** The URI of an integration with an AWS service. https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html */
export interface ServiceTarget {
  readonly region: string;
  /** "dynamodb" */
  readonly service: string;
  /** "bucket" of "bucket.s3"; empty: none. */
  readonly subdomain: string;
  readonly kind: 'action' | 'path';
  /** "PutItem", "{bucket}/{key}". */
  readonly api: string;
}

const SERVICE_URI =
  /^arn:aws[a-z-]*:apigateway:((?:[a-z0-9-]|\$\{[^}]*\})+):(?:((?:[a-z0-9-]|\$\{[^}]*\})+(?:\.[a-z0-9-]+)*)\.)?((?:[a-z0-9-]|\$\{[^}]*\})+):(path|action)\/(.*)$/is;

/** Undefined: not one, or not a whole one. */
export function serviceTarget(uri: string): ServiceTarget | undefined {
  const match = SERVICE_URI.exec(uri.trim());
  if (match === null) return undefined;
  const [, region = '', subdomain = '', service = '', kind, api = ''] = match;
  return { region, service, subdomain, kind: kind === 'path' ? 'path' : 'action', api };
}

/** A service other than Lambda, whose functions are called in a way of their own. */
export const namesService = (uri: string): boolean => /^\s*arn:aws[a-z-]*:apigateway:[^:]*:(?!lambda:)/.test(uri);

/** Its outline; stage variables may stand for any part. The gateway's compiler knows the rest. */
export function serviceUriProblem(uri: string): string | undefined {
  const text = uri.trim();
  if (serviceTarget(text) !== undefined || /^arn:aws[a-z-]*:apigateway:[^:]*:[^:]*:\$\{/.test(text)) return undefined;
  const grammar = 'write arn:aws:apigateway:REGION:SERVICE:action/ACTION or …:path/PATH.';
  return /^arn:aws[a-z-]*:apigateway:[a-z0-9-]+:[a-z0-9.-]+(?::|$)/i.test(text)
    ? `AWS ARN for integration must contain path or action: ${grammar}`
    : `Invalid ARN specified in the request: ${grammar}`;
}
