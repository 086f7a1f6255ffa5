import type { AuditEntry } from '@/lib/control/audit/record';

/** "iam-user.create" of anna. */
export const iamEntry = (
  kind: 'user' | 'group' | 'role' | 'policy',
  verb: string,
  name: string,
  summary = '',
): AuditEntry => ({
  ...{ action: `iam-${kind}.${verb}`, targetType: `iam-${kind}`, targetId: name, targetName: name, summary },
});
