import { getTrace } from '@/lib/control/trace/get';
import { route } from '@/lib/server/route';

export const GET = route({ run: getTrace });
