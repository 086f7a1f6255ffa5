import { STANDARD_ATTRIBUTES, type UserAttributes } from '@/lib/contract/user-pool';
import type { PoolRow } from '@/lib/store/user-pools';
import { CognitoError } from './cognito-error';

/** What only an administrator, or a code that came back, may say. */
const VERIFICATIONS = ['email_verified', 'phone_number_verified'];
const EMAIL = /^[^\s@<>(),;:"[\]\\]{1,64}@[^\s@<>(),;:"[\]\\]{1,190}$/;

/**
 * Refuses attributes that the pool does not have, or that users may not write.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export function requireAttributes(
  pool: Pick<PoolRow, 'customAttributes'>,
  attributes: UserAttributes,
  { bySelf }: Readonly<{ bySelf: boolean }>,
): void {
  const refuse = (message: string) => {
    throw new CognitoError('InvalidParameterException', message, ['attributes']);
  };
  for (const [name, value] of Object.entries(attributes)) {
    const custom = name.startsWith('custom:')
      ? pool.customAttributes.find((one) => `custom:${one.name}` === name)
      : undefined;
    if (custom === undefined && !STANDARD_ATTRIBUTES.includes(name)) {
      refuse(`Attributes did not conform to the schema: ${name}: Attribute does not exist in the schema.`);
    }
    if (bySelf && (VERIFICATIONS.includes(name) || custom?.selfWritable === false)) {
      throw new CognitoError('NotAuthorizedException', `A client attempted to write unauthorized attribute: ${name}`, [
        'attributes',
      ]);
    }
    if (VERIFICATIONS.includes(name) && value !== 'true' && value !== 'false') {
      refuse(`Attributes did not conform to the schema: ${name}: must be true or false.`);
    }
    if (name === 'email' && value !== '' && !EMAIL.test(value)) refuse('Invalid email address format.');
    if (name === 'phone_number' && value !== '' && !/^\+[0-9]{1,15}$/.test(value)) {
      refuse('Invalid phone number format.');
    }
  }
}

/** The e-mail's verification goes with the e-mail; an empty value takes an attribute away. */
export function mergeAttributes(before: UserAttributes, change: UserAttributes): UserAttributes {
  const merged: Record<string, string> = { ...before, ...change };
  const isSet = (name: string) => change[name] !== undefined;
  if (isSet('email') && change.email !== before.email && !isSet('email_verified')) merged.email_verified = 'false';
  if (isSet('phone_number') && change.phone_number !== before.phone_number && !isSet('phone_number_verified')) {
    merged.phone_number_verified = 'false';
  }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
}
