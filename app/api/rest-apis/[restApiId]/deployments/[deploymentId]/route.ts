import { getDeployment } from '@/lib/control/deployment/get';
import { route } from '@/lib/server/route';

export const GET = route({ run: getDeployment });
