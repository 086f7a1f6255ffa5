import { getFunctionLog } from '@/lib/control/function/log';
import { route } from '@/lib/server/route';

export const GET = route({ run: getFunctionLog });
