import { expect, it } from 'vitest';
import { givenPerson, PASSWORD } from '@/lib/control/testing/people';
import { createWorld } from '@/lib/control/testing/world';
import { describeEachDatabase } from '@/lib/store/testing/databases';
import { everythingHeld, spellingsOf } from '@/lib/store/testing/everything-held';
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
    const held = await everythingHeld(store, provider);
    // The dump is one: it holds what is meant to be found.
    expect(held).toContain(own.id);
    for (const secret of secrets) {
      for (const spelling of spellingsOf(secret)) expect(held).not.toContain(spelling);
    }
  });
});
