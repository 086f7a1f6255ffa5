import { listUsagePlans } from '@/lib/control/usage-plan/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listUsagePlans });
