import { listSessions } from '@/lib/control/session/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listSessions });
