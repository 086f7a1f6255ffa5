import { listSubscriptions } from '@/lib/control/subscription/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listSubscriptions });
