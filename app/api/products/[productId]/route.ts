import { getProduct } from '@/lib/control/product/get';
import { route } from '@/lib/server/route';

export const GET = route({ run: getProduct });
