import { listUserPoolGroups } from '@/lib/control/user-pool/groups';
import { route } from '@/lib/server/route';

export const GET = route({ run: listUserPoolGroups });
