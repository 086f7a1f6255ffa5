import { getFunction } from '@/lib/control/function/get';
import { route } from '@/lib/server/route';

export const GET = route({ run: getFunction });
