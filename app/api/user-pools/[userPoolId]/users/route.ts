import { listUserPoolUsers } from '@/lib/control/user-pool/users';
import { route } from '@/lib/server/route';

export const GET = route({ run: listUserPoolUsers });
