import { Badge } from '@/components/ui/badge';
import type { RestApiSummary } from '@/lib/contract/rest-api';

export const ENDPOINT_TYPE_LABELS: Readonly<Record<RestApiSummary['endpointType'], string>> = {
  EDGE: 'Edge',
  REGIONAL: 'Regional',
  PRIVATE: 'Private',
};

export function EndpointTypeBadge({ type }: Readonly<{ type: RestApiSummary['endpointType'] }>) {
  return <Badge variant="outline">{ENDPOINT_TYPE_LABELS[type]}</Badge>;
}
