import { getUsagePlanUsage } from '@/lib/control/usage/get-by-plan';
import { route } from '@/lib/server/route';

export const GET = route({ run: getUsagePlanUsage });
