import { getMySubscription } from '@/lib/control/portal/get-subscription';
import { route } from '@/lib/server/route';

export const GET = route({ run: getMySubscription });
