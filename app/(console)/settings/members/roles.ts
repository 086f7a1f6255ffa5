import type { SelectOption } from '@/components/ui/select';
import type { Role } from '@/lib/contract/account';

export const ROLE_OPTIONS: readonly SelectOption<Role>[] = [
  { value: 'viewer', label: 'Viewer', description: 'Looks at everything but key values.' },
  { value: 'admin', label: 'Admin', description: 'Changes APIs, keys, plans and products.' },
  { value: 'owner', label: 'Owner', description: 'Also manages members and demo data.' },
];
