import { listRestApis } from '@/lib/control/rest-api/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listRestApis });
