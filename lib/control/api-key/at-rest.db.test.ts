import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { givenPerson, PASSWORD } from '@/lib/control/testing/people';
import { createWorld } from '@/lib/control/testing/world';
import { describeEachDatabase } from '@/lib/store/testing/databases';
import { createApiKey } from './create';
import { revealApiKey } from './reveal';
import { rotateApiKey } from './rotate';

describeEachDatabase('at rest', (open, provider) => {
  it('no file and no column holds a key’s value or a password', async () => {
    const store = await open();
    const world = await createWorld(store);
    await givenPerson(world, { role: 'owner' });
    const own = await createApiKey(world.owner, { name: 'Own', value: 'a-value-of-ones-own-to-be-found' });
    const made = await createApiKey(world.owner, { name: 'Made' });
    const rotated = await rotateApiKey(world.owner, { apiKeyId: made.id, overlapSeconds: 60 });
    await revealApiKey(world.owner, { apiKeyId: made.id });

    const secrets = [own.value, made.value, rotated.value, PASSWORD];
    const held =
      provider === 'sqlite'
        ? readdirSync(store.dataDir)
            .filter((file) => file.startsWith('gatehouse.db'))
            .map((file) => readFileSync(join(store.dataDir, file), 'latin1'))
            .join('\n')
        : JSON.stringify(await dump(store.db));
    // The dump is one: it holds what is meant to be found.
    expect(held).toContain(own.id);
    for (const secret of secrets) {
      expect(held).not.toContain(secret);
      expect(held).not.toContain(Buffer.from(secret).toString('base64').slice(0, -4));
      expect(held).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });
});

async function dump(db: { $queryRawUnsafe: (sql: string) => Promise<unknown> }): Promise<unknown[]> {
  const tables = (await db.$queryRawUnsafe(
    `SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  )) as { name: string }[];
  const rows: unknown[] = [];
  for (const { name } of tables) rows.push(await db.$queryRawUnsafe(`SELECT t::text AS row FROM "${name}" t`));
  return rows;
}
