import { getDemoData } from '@/lib/control/demo/get';
import { route } from '@/lib/server/route';

export const GET = route({ run: getDemoData });
