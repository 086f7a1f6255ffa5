import { getUsagePlan } from '@/lib/control/usage-plan/get';
import { route } from '@/lib/server/route';

export const GET = route({ run: getUsagePlan });
