import { diffDeployments } from '@/lib/control/deployment/diff';
import { route } from '@/lib/server/route';

export const GET = route({ run: diffDeployments });
