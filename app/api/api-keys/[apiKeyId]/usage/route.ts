import { getApiKeyUsage } from '@/lib/control/usage/get-by-key';
import { route } from '@/lib/server/route';

export const GET = route({ run: getApiKeyUsage });
