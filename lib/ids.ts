import { randomBytes, randomInt, randomUUID } from 'node:crypto';

const LOWER_ALPHANUMERIC = 'abcdefghijklmnopqrstuvwxyz0123456789';
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Ten characters of [a-z0-9], as API Gateway names its REST APIs, keys and plans. */
export const newEntityId = (): string => randomFrom(LOWER_ALPHANUMERIC, 10);

/** Six characters, as API Gateway names resources and deployments. */
export const newShortId = (): string => randomFrom(LOWER_ALPHANUMERIC, 6);

/** {region}_ and nine characters, as Cognito names user pools. */
export const newUserPoolId = (region: string): string => `${region}_${randomFrom(ALPHANUMERIC, 9)}`;

/** 26 characters, as Cognito names app clients. */
export const newAppClientId = (): string => randomFrom(LOWER_ALPHANUMERIC, 26);

/** 52 characters, as Cognito makes app clients' secrets. */
export const newAppClientSecret = (): string => randomFrom(LOWER_ALPHANUMERIC, 52);

/** For rows that have no AWS counterpart. */
export const newUuid = (): string => randomUUID();

/** 40 alphanumeric characters, as API Gateway generates key values. */
export const newApiKeyValue = (): string => randomFrom(ALPHANUMERIC, 40);

export const newAccountId = (): string => String(randomInt(100_000, 999_999)) + String(randomInt(100_000, 999_999));

export const newSecret = (bytes = 32): string => randomBytes(bytes).toString('base64url');

const IAM_ID = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** "AKIA" and 16 characters, as IAM names what it holds. */
export const newIamId = (prefix: 'AKIA' | 'AIDA' | 'AGPA' | 'AROA' | 'ANPA'): string => prefix + randomFrom(IAM_ID, 16);

/** 40 characters of base64, as IAM generates secret access keys. */
export const newSecretAccessKey = (): string => randomBytes(30).toString('base64');

function randomFrom(alphabet: string, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += alphabet[randomInt(alphabet.length)];
  return text;
}
