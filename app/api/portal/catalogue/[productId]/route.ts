import { getCatalogueProduct } from '@/lib/control/portal/get-catalogue-product';
import { route } from '@/lib/server/route';

export const GET = route({ run: getCatalogueProduct });
