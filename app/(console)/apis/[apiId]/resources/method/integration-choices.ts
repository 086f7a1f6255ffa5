import { callsService, type IntegrationType } from '@/lib/contract/method';

/** What forms choose from: AWS is two things. */
export const CHOICE_TYPES = ['HTTP_PROXY', 'HTTP', 'AWS_PROXY', 'AWS', 'AWS_SERVICE', 'MOCK'] as const;
export type ChoiceType = (typeof CHOICE_TYPES)[number];

export function choiceOf(integration: {
  readonly type: IntegrationType;
  readonly uri?: string | undefined;
}): ChoiceType {
  const { type, uri = '' } = integration;
  return callsService(type, uri) ? 'AWS_SERVICE' : type;
}

export const typeOf = (choice: ChoiceType): IntegrationType => (choice === 'AWS_SERVICE' ? 'AWS' : choice);

/** What its URI is: one of another kind makes no sense in its place. */
export function uriKind(choice: ChoiceType): 'none' | 'function' | 'service' | 'http' {
  if (choice === 'MOCK') return 'none';
  if (choice === 'AWS_SERVICE') return 'service';
  return choice === 'AWS' || choice === 'AWS_PROXY' ? 'function' : 'http';
}

export const INTEGRATION_CHOICES: readonly { value: ChoiceType; title: string; description: string }[] = [
  { value: 'HTTP_PROXY', title: 'HTTP proxy', description: 'Calls a backend and passes request and answer through.' },
  { value: 'HTTP', title: 'HTTP', description: 'Calls a backend with mapped parameters, body and answers.' },
  {
    value: 'AWS_PROXY',
    title: 'Function proxy',
    description: 'Calls a Lambda function with the whole request; it answers whole.',
  },
  { value: 'AWS', title: 'Function', description: 'Calls a Lambda function with a mapped event and maps its result.' },
  {
    value: 'AWS_SERVICE',
    title: 'AWS service',
    description: 'Asks DynamoDB, SQS, S3 or any other service, signed with a service role.',
  },
  { value: 'MOCK', title: 'Mock', description: 'Answers by itself. No backend needed.' },
];
