// Resource policies to begin with. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html

interface PolicyTemplate {
  readonly label: string;
  readonly text: string;
}

const ALLOW = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
const DENY = { ...ALLOW, Effect: 'Deny' };

const template = (label: string, ...statements: readonly object[]): PolicyTemplate => ({
  label,
  text: JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2),
});

export const POLICY_TEMPLATES: readonly PolicyTemplate[] = [
  template('Allow addresses', {
    ...ALLOW,
    Condition: { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '2001:db8::/32'] } },
  }),
  template('Deny addresses', ALLOW, { ...DENY, Condition: { IpAddress: { 'aws:SourceIp': ['198.51.100.0/24'] } } }),
  template('Another account', { ...ALLOW, Principal: { AWS: ['arn:aws:iam::111122223333:root'] } }),
  template('VPC endpoint', ALLOW, {
    ...DENY,
    Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-0123456789abcdef0'] } },
  }),
];
