// What an integration's URI leaves unsaid about a service: where it is, what signatures call it, how an action is named.
// https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html

interface ServiceFacts {
  /** Where signatures have another name for it. */
  readonly signingName?: string;
  /** Has one endpoint for the whole world, and signs for this region. */
  readonly global?: string;
  /** Of AWS's JSON protocol: an action is X-Amz-Target "{prefix}.{action}". */
  readonly target?: { readonly prefix: string; readonly contentType: string };
}

const json = (prefix: string, version: '1.0' | '1.1' = '1.1'): NonNullable<ServiceFacts['target']> => ({
  prefix,
  contentType: `application/x-amz-json-${version}`,
});

/** By the name that stands in URIs, its subdomain included where that makes it another service. */
const FACTS: Readonly<Record<string, ServiceFacts>> = {
  'appsync-api': { signingName: 'appsync' },
  athena: { target: json('AmazonAthena') },
  cloudfront: { global: 'us-east-1' },
  codebuild: { target: json('CodeBuild_20161006') },
  'cognito-idp': { target: json('AWSCognitoIdentityProviderService') },
  comprehend: { target: json('Comprehend_20171127') },
  dynamodb: { target: json('DynamoDB_20120810', '1.0') },
  'streams.dynamodb': { target: json('DynamoDBStreams_20120810', '1.0') },
  ecs: { target: json('AmazonEC2ContainerServiceV20141113') },
  email: { signingName: 'ses' },
  events: { target: json('AWSEvents') },
  firehose: { target: json('Firehose_20150804') },
  iam: { global: 'us-east-1' },
  kinesis: { target: json('Kinesis_20131202') },
  kms: { target: json('TrentService') },
  logs: { target: json('Logs_20140328') },
  rekognition: { target: json('RekognitionService') },
  route53: { global: 'us-east-1' },
  'runtime.lex': { signingName: 'lex' },
  secretsmanager: { target: json('secretsmanager') },
  states: { target: json('AWSStepFunctions', '1.0') },
  textract: { target: json('Textract') },
  translate: { target: json('AWSShineFrontendService_20170701') },
};

const SUFFIX_BY_PARTITION: Readonly<Record<string, string>> = { 'aws-cn': 'amazonaws.com.cn' };

export interface ServicePlace {
  /** "aws", "aws-cn", "aws-us-gov" */
  readonly partition: string;
  readonly region: string;
  readonly service: string;
  /** "bucket" of "bucket.s3"; undefined: none. */
  readonly subdomain: string | undefined;
}

const factsOf = ({ service, subdomain }: ServicePlace): ServiceFacts =>
  FACTS[`${subdomain}.${service}`] ?? FACTS[service] ?? {};

/** Where AWS has it: "https://dynamodb.eu-central-1.amazonaws.com". */
export function awsOrigin(place: ServicePlace): string {
  const { partition, region, service, subdomain } = place;
  const suffix = SUFFIX_BY_PARTITION[partition] ?? 'amazonaws.com';
  const name = subdomain === undefined ? service : `${subdomain}.${service}`;
  return factsOf(place).global === undefined ? `https://${name}.${region}.${suffix}` : `https://${name}.${suffix}`;
}

export const signingRegion = (place: ServicePlace): string => factsOf(place).global ?? place.region;

export const signingName = (place: ServicePlace): string => factsOf(place).signingName ?? place.service;

/** Undefined: the service finds its action in the query. */
export function jsonTarget(
  place: ServicePlace,
  action: string,
): { readonly target: string; readonly contentType: string } | undefined {
  const { target } = factsOf(place);
  return target && { target: `${target.prefix}.${action}`, contentType: target.contentType };
}
