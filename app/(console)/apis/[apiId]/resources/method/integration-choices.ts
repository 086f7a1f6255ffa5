export const INTEGRATION_CHOICES = [
  { value: 'HTTP_PROXY', title: 'HTTP proxy', description: 'Calls a backend and passes request and answer through.' },
  { value: 'HTTP', title: 'HTTP', description: 'Calls a backend with mapped parameters, body and answers.' },
  {
    value: 'AWS_PROXY',
    title: 'Function proxy',
    description: 'Calls a Lambda function with the whole request; it answers whole.',
  },
  { value: 'AWS', title: 'Function', description: 'Calls a Lambda function with a mapped event and maps its result.' },
  { value: 'MOCK', title: 'Mock', description: 'Answers by itself. No backend needed.' },
] as const;
