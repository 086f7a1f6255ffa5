import { listMembers } from '@/lib/control/member/list';
import { route } from '@/lib/server/route';

export const GET = route({ run: listMembers });
