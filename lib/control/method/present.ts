import type { MethodDetail } from '@/lib/contract/method';
import type { MethodRecord } from '@/lib/store/methods';
import type { ResourceRow } from '@/lib/store/resources';

export function toMethodDetail(method: MethodRecord, resource: ResourceRow): MethodDetail {
  const { id: _id, ...settings } = method;
  return { ...settings, restApiId: resource.restApiId, path: resource.path };
}
