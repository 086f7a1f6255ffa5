import type { ModelDetail, ModelUse } from '@/lib/contract/model';
import type { ModelRecord } from '@/lib/store/models';

export const toModelDetail = (record: ModelRecord, usedBy: readonly ModelUse[]): ModelDetail => ({
  ...record,
  usedBy: [...usedBy],
});

/** "/pets/POST": how API Gateway's messages name a method; the root's is "//ANY". */
export const methodPlace = (path: string, httpMethod: string): string => `${path}/${httpMethod}`;
