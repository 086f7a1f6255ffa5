import type { Secrets } from '@/lib/store/secrets';

/** Bound to the person: a copied column opens nowhere else. */
export const sealTotpSecret = (secrets: Secrets, userId: string, secret: string): string =>
  secrets.seal(secret, `totp:${userId}`);

export const openTotpSecret = (secrets: Secrets, factor: Readonly<{ userId: string; secretSealed: string }>): string =>
  secrets.open(factor.secretSealed, `totp:${factor.userId}`);
