import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { PasswordForm } from '@/components/auth/password-form';
import { ProfileForm } from '@/components/auth/profile-form';
import { SessionsCard } from '@/components/auth/sessions-card';
import { PageHeader } from '@/components/ui/page-header';
import { routes } from '@/lib/client/routes';
import { sessionKeys } from '@/lib/client/sessions';
import { listSessions } from '@/lib/control/session/list';
import { Prefetch } from '@/lib/server/prefetch';
import { currentUser } from '@/lib/server/session';

export const metadata: Metadata = { title: 'Account' };

export default async function Page() {
  const user = await currentUser();
  if (user === null) redirect(routes.portal.signIn({ callbackUrl: routes.portal.account() }));
  return (
    <Prefetch queries={[{ queryKey: sessionKeys.list(), run: listSessions }]}>
      <PageHeader title="Account" />
      <div className="grid items-start gap-4 md:grid-cols-2">
        <ProfileForm name={user.name} description={user.email} />
        <PasswordForm email={user.email} />
      </div>
      <SessionsCard />
    </Prefetch>
  );
}
