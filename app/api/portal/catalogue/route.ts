import { listCatalogue } from '@/lib/control/portal/list-catalogue';
import { route } from '@/lib/server/route';

export const GET = route({ run: listCatalogue });
