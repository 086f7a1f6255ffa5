import { beforeAll, beforeEach, expect, it } from 'vitest';
import { cancelSubscription } from '@/lib/control/portal/cancel-subscription';
import { subscribe } from '@/lib/control/portal/subscribe';
import { givenPerson } from '@/lib/control/testing/people';
import { givenProduct } from '@/lib/control/testing/portal';
import { givenDeployedApi } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError, StaleEditError } from '@/lib/errors';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { createProduct } from './create';
import { deleteProduct } from './delete';
import { getProduct } from './get';
import { listProducts } from './list';
import { updateProduct } from './update';

describeEachDatabase('products', (open) => {
  let store: TestDatabase;
  let world: World;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
  });

  it('offer a stage, and are listed A to Z', async () => {
    const { api, product } = await givenProduct(world);
    expect(product).toMatchObject({
      restApiId: api.id,
      restApiName: 'Pet store',
      stageName: 'prod',
      title: 'Pets',
      published: true,
      subscriptionCount: 0,
      version: 1,
    });
    expect(await getProduct(world.viewer, { productId: product.id })).toEqual(product);
    const draft = await createProduct(world.admin, { restApiId: api.id, stageName: 'prod', title: 'a draft' });
    expect(draft.published).toBe(false);
    expect((await listProducts(world.viewer)).map(({ title }) => title)).toEqual(['a draft', 'Pets']);
    expect(await listProducts(world.stranger)).toEqual([]);
    expect((await world.audit()).slice(-2)).toMatchObject([
      { action: 'product.create', targetName: 'Pets', summary: 'Published.' },
      { action: 'product.create', targetName: 'a draft', summary: 'Not published.' },
    ]);
  });

  it('need a stage of the account', async () => {
    const { api } = await givenDeployedApi(world.stranger);
    const input = { restApiId: api.id, stageName: 'prod', title: 'Not ours' };
    const error = await createProduct(world.owner, input).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toHaveProperty(['fieldErrors', 'stageName']);
    await expect(createProduct(world.owner, { ...input, title: '' })).rejects.toThrow('Give the product a title.');
  });

  it('are edited and taken out of the catalogue, losing no edit', async () => {
    const { api, product } = await givenProduct(world);
    const input = { productId: product.id, version: 1, restApiId: api.id, stageName: 'prod', title: 'Pets' };
    expect(await updateProduct(world.admin, { ...input, published: false })).toMatchObject({
      published: false,
      version: 2,
    });
    await expect(updateProduct(world.admin, input)).rejects.toThrow(StaleEditError);
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'product.unpublish' });
  });

  it('do not change the stage under subscribers, nor go away from under them', async () => {
    const { api, plan, product } = await givenProduct(world);
    const other = await givenDeployedApi(world.owner);
    const consumer = await givenPerson(world);
    const subscription = await subscribe(consumer.ctx, { productId: product.id, usagePlanId: plan.id });
    const input = { productId: product.id, version: 1, restApiId: other.api.id, stageName: 'prod', title: 'Pets' };
    await expect(updateProduct(world.owner, input)).rejects.toThrow(ConflictError);
    await expect(
      updateProduct(world.owner, { ...input, restApiId: api.id, title: 'New title' }),
    ).resolves.toBeDefined();
    await expect(deleteProduct(world.owner, { productId: product.id })).rejects.toThrow('1 subscription');

    await cancelSubscription(consumer.ctx, { subscriptionId: subscription.id });
    const revision = await world.revision();
    expect(await deleteProduct(world.owner, { productId: product.id })).toMatchObject({ title: 'New title' });
    expect(await store.db.apiKey.count({ where: { id: subscription.key?.id ?? '' } })).toBe(0);
    expect(await world.revision()).toBeGreaterThan(revision);
    await expect(getProduct(world.owner, { productId: product.id })).rejects.toThrow(NotFoundError);
  });

  it('belong to their account, and to roles that may', async () => {
    const { api, product } = await givenProduct(world);
    const input = { productId: product.id, version: 1, restApiId: api.id, stageName: 'prod', title: 'x' };
    for (const verb of [createProduct, updateProduct, deleteProduct]) {
      await expect(verb(world.viewer, input)).rejects.toThrow(ForbiddenError);
      await expect(verb(world.consumer, input)).rejects.toThrow(ForbiddenError);
    }
    for (const verb of [getProduct, updateProduct, deleteProduct]) {
      await expect(verb(world.stranger, input)).rejects.toThrow(NotFoundError);
    }
  });
});
