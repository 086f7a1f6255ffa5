import { listAuthorizers } from '@/lib/control/authorizer/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listAuthorizers });
