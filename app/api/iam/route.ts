import { listIam } from '@/lib/control/iam/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listIam });
