import { getStageCache } from '@/lib/control/stage/get-cache';
import { route } from '@/lib/server/route';

export const GET = route({ run: getStageCache });
