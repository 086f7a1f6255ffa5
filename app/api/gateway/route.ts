import { getGatewayStatus } from '@/lib/control/gateway/status';
import { route } from '@/lib/server/route';

export const GET = route({ run: getGatewayStatus });
