import { getRestApi } from '@/lib/control/rest-api/get';
import { route } from '@/lib/server/route';

export const GET = route({ run: getRestApi });
