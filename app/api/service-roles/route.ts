import { listServiceRoles } from '@/lib/control/service-role/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listServiceRoles });
