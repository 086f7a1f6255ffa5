import { listTraces } from '@/lib/control/trace/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listTraces });
