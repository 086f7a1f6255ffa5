import { listApiKeys } from '@/lib/control/api-key/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listApiKeys });
