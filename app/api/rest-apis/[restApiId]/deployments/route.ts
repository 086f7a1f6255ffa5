import { listDeployments } from '@/lib/control/deployment/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listDeployments });
