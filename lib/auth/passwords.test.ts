import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from './passwords';

describe('passwords', () => {
  it('become PHC strings with a salt of their own, that only they open', async () => {
    const [first, second] = await Promise.all([hashPassword('a long password'), hashPassword('a long password')]);
    expect(first).toMatch(/^\$scrypt\$ln=15,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(first).not.toBe(second);
    expect(await verifyPassword('a long password', first)).toBe(true);
    expect(await verifyPassword('a long Password', first)).toBe(false);
  });

  it('match however the keyboard composed their letters', async () => {
    const hash = await hashPassword('pa\u0301ssword-long');
    expect(await verifyPassword('p\u00e1ssword-long', hash)).toBe(true);
  });

  it.each([null, '', 'plain', '$argon2id$v=19$m=1,t=1,p=1$AAAA$AAAA', '$scrypt$ln=15,r=8,p=1$AAAA'])(
    'never match what is no hash (%s)',
    async (stored) => {
      expect(await verifyPassword('a long password', stored)).toBe(false);
      expect(await verifyPassword('', stored)).toBe(false);
    },
  );
});
