'use server';

import type { CreateProductInput, ProductRef, UpdateProductInput } from '@/lib/contract/portal';
import { createProduct } from '@/lib/control/product/create';
import { deleteProduct } from '@/lib/control/product/delete';
import { updateProduct } from '@/lib/control/product/update';
import { runAction } from './run-action';

export async function createProductAction(input: CreateProductInput) {
  return runAction('createProduct', createProduct, input);
}

export async function deleteProductAction(input: ProductRef) {
  return runAction('deleteProduct', deleteProduct, input);
}

export async function updateProductAction(input: UpdateProductInput) {
  return runAction('updateProduct', updateProduct, input);
}
