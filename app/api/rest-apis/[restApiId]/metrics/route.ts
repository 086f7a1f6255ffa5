import { getMetrics } from '@/lib/control/metrics/get';
import { route } from '@/lib/server/route';

export const GET = route({ run: getMetrics });
