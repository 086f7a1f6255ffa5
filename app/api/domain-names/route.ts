import { listDomainNames } from '@/lib/control/domain-name/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listDomainNames });
