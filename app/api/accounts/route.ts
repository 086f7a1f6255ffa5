import { listAccounts } from '@/lib/control/account/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listAccounts });
