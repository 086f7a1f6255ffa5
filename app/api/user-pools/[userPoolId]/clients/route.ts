import { listUserPoolClients } from '@/lib/control/user-pool/clients';
import { route } from '@/lib/server/route';

export const GET = route({ run: listUserPoolClients });
