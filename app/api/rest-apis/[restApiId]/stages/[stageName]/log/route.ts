import { readStageLog } from '@/lib/control/stage/read-log';
import { route } from '@/lib/server/route';

export const GET = route({ run: readStageLog });
