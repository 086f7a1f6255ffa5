export const ALLOW_INVOKE = JSON.stringify(
  {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: 'arn:aws:execute-api:*:*:API_ID/STAGE/GET/*' },
    ],
  },
  null,
  2,
);
