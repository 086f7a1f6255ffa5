import { listProducts } from '@/lib/control/product/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listProducts });
