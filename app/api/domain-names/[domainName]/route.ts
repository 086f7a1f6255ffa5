import { getDomainName } from '@/lib/control/domain-name/get';
import { route } from '@/lib/server/route';

export const GET = route({ run: getDomainName });
