import { listRequestValidators } from '@/lib/control/request-validator/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listRequestValidators });
