import { getUserPool } from '@/lib/control/user-pool/pools';
import { route } from '@/lib/server/route';

export const GET = route({ run: getUserPool });
