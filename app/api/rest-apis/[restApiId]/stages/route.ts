import { listStages } from '@/lib/control/stage/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listStages });
