import { listFunctions } from '@/lib/control/function/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listFunctions });
