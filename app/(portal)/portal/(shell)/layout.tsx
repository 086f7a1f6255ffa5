import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { currentUser } from '@/lib/server/session';
import { PortalFrame } from './portal-frame';

export const metadata: Metadata = { title: { default: 'Developer portal', template: '%s · Developer portal' } };

export default async function PortalLayout({ children }: Readonly<{ children: ReactNode }>) {
  const user = await currentUser();
  return <PortalFrame user={user}>{children}</PortalFrame>;
}
