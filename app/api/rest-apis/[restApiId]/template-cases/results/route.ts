import { runTemplateCases } from '@/lib/control/template-case/run';
import { route } from '@/lib/server/route';

export const GET = route({ run: runTemplateCases });
