import { getStage } from '@/lib/control/stage/get';
import { route } from '@/lib/server/route';

export const GET = route({ run: getStage });
