import { getApiKey } from '@/lib/control/api-key/get';
import { route } from '@/lib/server/route';

export const GET = route({ run: getApiKey });
