import { listMySubscriptions } from '@/lib/control/portal/list-subscriptions';
import { route } from '@/lib/server/route';

export const GET = route({ run: listMySubscriptions });
