import { redirect } from 'next/navigation';
import { routes } from '@/lib/client/routes';
import { currentUser } from '@/lib/server/session';

/** Nobody stays at "/": owners go to their APIs, consumers to the portal, others to sign in. */
export default async function Page() {
  const user = await currentUser();
  if (user === null) redirect(routes.signIn());
  redirect(user.account ? routes.apis() : routes.portal.home());
}
