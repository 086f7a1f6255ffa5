import type { Metadata } from 'next';
import { PasswordForm } from '@/components/auth/password-form';
import { ProfileForm } from '@/components/auth/profile-form';
import { SessionsCard } from '@/components/auth/sessions-card';
import { TotpCard } from '@/components/auth/totp-card';
import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { sessionKeys } from '@/lib/client/sessions';
import { listSessions } from '@/lib/control/session/list';
import { getTotp } from '@/lib/control/totp/get';
import { Prefetch } from '@/lib/server/prefetch';
import { readOrNull } from '@/lib/server/read';
import { requireMember } from '@/lib/server/session';

export const metadata: Metadata = { title: 'Your settings' };

export default async function Page() {
  const [member, totp] = [await requireMember(), await readOrNull(getTotp, {})];
  return (
    <Prefetch queries={[{ queryKey: sessionKeys.list(), run: listSessions }]}>
      <PageBreadcrumbs items={[{ label: 'Settings' }, { label: 'You' }]} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <ProfileForm
          name={member.name}
          description={`${member.email} · ${member.account.role} of ${member.account.name}`}
        />
        <PasswordForm email={member.email} />
        {totp ? <TotpCard status={totp} /> : null}
      </div>
      <SessionsCard />
    </Prefetch>
  );
}
