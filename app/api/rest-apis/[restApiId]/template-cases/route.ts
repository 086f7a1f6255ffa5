import { listTemplateCases } from '@/lib/control/template-case/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listTemplateCases });
