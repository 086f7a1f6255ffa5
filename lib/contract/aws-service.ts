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

export function serviceIntegrationUri({ region, service, subdomain, kind, api }: ServiceTarget): string {
  const name = subdomain === '' ? service : `${subdomain}.${service}`;
  return `arn:aws:apigateway:${region}:${name}:${kind}/${api}`;
}

/** A service other than Lambda, whose functions are called in a way of their own. */
export const namesService = (uri: string): boolean => /^\s*arn:aws[a-z-]*:apigateway:[^:]*:(?!lambda:)/.test(uri);

/** Its outline; stage variables may stand for any part. The gateway's compiler knows the rest. */
export function serviceUriProblem(uri: string): string | undefined {
  const text = uri.trim();
  if (text === '') return 'Name a service, and its action or path.';
  const target = serviceTarget(text);
  if (target?.kind === 'action' && target.api === '') return 'Name the service’s action, such as PutItem.';
  if (target !== undefined || /^arn:aws[a-z-]*:apigateway:[^:]*:[^:]*:\$\{/.test(text)) return undefined;
  const grammar = 'write arn:aws:apigateway:REGION:SERVICE:action/ACTION or …:path/PATH.';
  return /^arn:aws[a-z-]*:apigateway:[a-z0-9-]+:[a-z0-9.-]+(?::|$)/i.test(text)
    ? `AWS ARN for integration must contain path or action: ${grammar}`
    : `Invalid ARN specified in the request: ${grammar}`;
}

/** Those that people put behind APIs; any other one can be written. By the names that URIs have. */
export const KNOWN_SERVICES: readonly { readonly name: string; readonly label: string }[] = [
  { name: 'dynamodb', label: 'DynamoDB' },
  { name: 'sqs', label: 'SQS' },
  { name: 'sns', label: 'SNS' },
  { name: 's3', label: 'S3' },
  { name: 'kinesis', label: 'Kinesis' },
  { name: 'firehose', label: 'Data Firehose' },
  { name: 'states', label: 'Step Functions' },
  { name: 'events', label: 'EventBridge' },
  { name: 'email', label: 'SES' },
  { name: 'secretsmanager', label: 'Secrets Manager' },
  { name: 'ssm', label: 'Systems Manager' },
  { name: 'logs', label: 'CloudWatch Logs' },
  { name: 'monitoring', label: 'CloudWatch' },
  { name: 'kms', label: 'KMS' },
  { name: 'sts', label: 'STS' },
  { name: 'iam', label: 'IAM' },
  { name: 'appsync-api', label: 'AppSync' },
  { name: 'sagemaker', label: 'SageMaker' },
];
