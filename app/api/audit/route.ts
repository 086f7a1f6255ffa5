import { listAudit } from '@/lib/control/audit/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listAudit });
