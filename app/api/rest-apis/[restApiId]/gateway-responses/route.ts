import { listGatewayResponses } from '@/lib/control/gateway-response/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listGatewayResponses });
