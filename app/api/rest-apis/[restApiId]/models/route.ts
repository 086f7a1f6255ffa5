import { listModels } from '@/lib/control/model/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listModels });
