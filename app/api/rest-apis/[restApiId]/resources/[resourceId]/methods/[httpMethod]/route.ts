import { getMethod } from '@/lib/control/method/get';
import { route } from '@/lib/server/route';

export const GET = route({ run: getMethod });
