import { listResources } from '@/lib/control/resource/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listResources });
